// SPDX-License-Identifier: GPL-3.0-or-later
// ModelPanel: one model of a set, large, with its numbers.
#pragma once

#include <QWidget>
#include <memory>

#include "coalescing_notifier.h"
#include "colour_maps.h"
#include "data/dataset.h"
#include "latest_worker.h"
#include "project/set_split.h"

class QLabel;
class QPushButton;

namespace isochron {

class FieldView;
class NumberBox;

/// Reads the model in a thread; the latest wish wins.
class ModelPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ModelPanel(QWidget* parent = nullptr);

  /// Null: no set is chosen.
  void setData(std::shared_ptr<const DataSet> set);
  /// Counted from 0; -1: none.
  void showModel(std::int64_t model);
  void setColouring(const Colouring& colouring);
  /// Told beside the numbers; empty where nothing is split.
  void setPart(const QString& part);

  std::int64_t model() const { return model_; }
  /// The model that is shown; null while it is read, or where it cannot be.
  const std::shared_ptr<const VelocityModel>& shown() const { return shown_; }
  bool isSettled() const { return !waiting_; }
  QString text() const;
  NumberBox* numberBox() { return number_; }
  QPushButton* useButton() { return use_; }
  FieldView& view() { return *view_; }

 Q_SIGNALS:
  /// A number was typed.
  void modelAsked(std::int64_t model);
  void useAsked();
  void shownChanged();

 private:
  struct Request {
    std::shared_ptr<const DataSet> data;
    std::int64_t model = 0;
  };
  struct Answer {
    Request request;
    std::shared_ptr<const VelocityModel> model;
    QString problem;
  };

  static Answer read(const Request& request);
  void build();
  void deliver();
  void showAnswer(const Answer& answer);
  void clear(const QString& text);
  void showText();

  std::shared_ptr<const DataSet> data_;
  std::int64_t model_ = -1;
  std::shared_ptr<const VelocityModel> shown_;
  QString part_;
  bool waiting_ = false;

  NumberBox* number_;
  FieldView* view_;
  QLabel* text_;
  QPushButton* use_;
  CoalescingNotifier notifier_;
  LatestWorker<Request, Answer> worker_;
};

}  // namespace isochron
