// SPDX-License-Identifier: GPL-3.0-or-later
// ViewPresenter: keeps the view in step with the document and its live answers.
#pragma once

#include <QObject>
#include <optional>

#include "live_answers.h"
#include "project/document.h"
#include "view_options.h"

namespace isochron {

/// While answers come fast, new velocities are shown together with their contours, in one frame;
/// while they are slow, at once, and the contours follow.
class ViewPresenter : public QObject {
  Q_OBJECT
 public:
  ViewPresenter(Document& document, LiveAnswers& answers, FieldView& view,
                QObject* parent = nullptr);

  const ViewOptions& options() const { return options_; }
  void setOptions(const ViewOptions& options);
  /// Keeps the colours as they are while a stroke is drawn, so that they do not flicker.
  void setColoursFrozen(bool frozen);
  /// A place whose ray is shown too, while rays are on.
  void setProbe(std::optional<Point> probe);

  /// A trained model that answers beside the solver; empty: the solver alone.
  void setNetwork(std::shared_ptr<LoadedNetwork> network);
  bool hasNetwork() const { return network_ != nullptr; }
  /// Lets the network's answer get better in the background, until the drawing or the source
  /// changes.
  void refine();
  /// Ends the present solve; the picture stays without new traveltimes until something changes.
  void stopSolving();
  void solve() { request(); }
  bool isRefining() const { return refineFor_ > 0.0 && answers_.isBusy(); }

  /// Whose contours are solid and labelled. Outside of the models that a network learnt from, its
  /// error can be anything: there the solver's lead.
  enum class Leader { Solver, Network };
  Leader leader() const;

  /// The answer that is shown.
  const LiveAnswer& answer() const { return answer_; }
  /// The shown traveltimes where they are those of the document as it is now; else none.
  std::shared_ptr<const Traveltimes> currentTraveltimes() const;

 Q_SIGNALS:
  void solvingStarted();
  void answerShown(const isochron::LiveAnswer& answer);
  /// What the automatic choices came to.
  void automaticChanged(double interval, double min, double max);

 private:
  void modelChanged();
  void showModel(const ModelPointer& model);
  void showQuantity();
  void showField(const std::shared_ptr<const Field>& field, Quantity quantity);
  bool canShow(Quantity quantity) const;
  void showAnswer(const LiveAnswer& answer);
  void showLines();
  void applyColouring();
  void request();
  void edited();
  std::pair<double, double> valueRange() const;

  Document& document_;
  LiveAnswers& answers_;
  FieldView& view_;
  ViewOptions options_;
  LiveAnswer answer_;
  ModelPointer shownModel_;        // empty while traveltimes are shown
  double lastMilliseconds_ = 0.0;  // of the last solve with its contours
  Grid grid_;
  std::optional<Point> probe_;
  std::optional<std::pair<double, double>> frozen_;
  std::shared_ptr<LoadedNetwork> network_;
  double refineFor_ = 0.0;  // ms; 0: nobody has asked for it since the last edit
};

}  // namespace isochron
