// SPDX-License-Identifier: GPL-3.0-or-later
// ComparisonSheet: training a PINN anew for the drawing, beside the network and the solver.
#pragma once

#include <memory>
#include <mutex>

#include "field/velocity_model.h"
#include "long_job.h"
#include "sheet.h"
#include "training/comparison.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace isochron {

class CurvesChart;
class NumberBox;

/// What is compared: the drawing, its source, and the network that answers.
struct ComparedCase {
  std::shared_ptr<const VelocityModel> model;
  Point source;
  std::shared_ptr<const Archive> network;  // a latentPINN

  bool operator==(const ComparedCase&) const = default;
};

/// Curves of RMAE and residual over seconds or epochs, as they come, a table of the last answers,
/// and after how many models training has paid for itself. It keeps its result as long as it is
/// asked about the same case.
class ComparisonSheet : public Sheet {
  Q_OBJECT
 public:
  explicit ComparisonSheet(QWidget* parent);

  void start(const ComparedCase& compared);
  bool isRunning() const { return job_.isRunning(); }
  const Comparison& result() const { return shown_; }

 protected:
  void accept() override;
  QWidget* firstFocus() override;
  void changeEvent(QEvent* event) override;

 private:
  void buildForm();
  void run();
  void take();
  void show(const Comparison& comparison);
  void showTable(const Comparison& comparison);
  void showProgress();
  void ended(LongJob::Outcome outcome, const QString& problem);
  void exportCurves();

  NumberBox* seconds_;
  QPushButton* run_;
  QPushButton* export_;
  QPushButton* close_;
  QComboBox* abscissa_;
  QLabel* progress_;
  CurvesChart* errors_;
  CurvesChart* residuals_;
  QTableWidget* table_;
  QLabel* breakEven_;
  ComparedCase case_;
  Comparison shown_;
  std::mutex mutex_;
  Comparison latest_;  // under the mutex
  LongJob job_;        // last: its thread ends before what it writes to
};

}  // namespace isochron
