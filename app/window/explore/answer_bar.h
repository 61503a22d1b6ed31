// SPDX-License-Identifier: GPL-3.0-or-later
// AnswerBar: which network computes traveltimes beside the solver, how well, how fast, and whether
// it should. In one row where there is room, else in two or three.
#pragma once

#include <QFrame>
#include <cstdint>
#include <utility>
#include <vector>

#include "explore/live_answer.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace isochron {

class AnswerBar : public QFrame {
  Q_OBJECT
 public:
  explicit AnswerBar(QWidget* parent = nullptr);

  /// The trained models to choose from, by number and title, and the one that answers (0: none).
  void setModels(const std::vector<std::pair<std::uint64_t, QString>>& models,
                 std::uint64_t current);
  void showAnswer(const LiveAnswer& answer, bool refining);
  /// The network is being loaded.
  void showLoading();

  /// What the resampled drawing would be cut out about, km.
  void setSource(Point source) { source_ = source; }
  QSize minimumSizeHint() const override;

  QComboBox* models() const { return models_; }
  QString errorText() const;
  QString timeText() const;
  QString wordsText() const;
  QPushButton* refineButton() const { return refine_; }
  QPushButton* resampleButton() const { return resample_; }

 Q_SIGNALS:
  void modelChosen(std::uint64_t id);
  void openAsked();
  void refineAsked();
  /// The drawing should be put on this grid.
  void resampleAsked(const isochron::Grid& grid);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  enum class Tone { Plain, Good, Doubtful, Bad };
  void setWords(const QString& words, const QString& tip, Tone tone);
  static QString refinedWords(const NetworkReply& reply);
  void showNumbers(const LiveAnswer& answer);
  void clearNumbers();
  int buttonsWidth() const;
  int rowsFor(int width) const;
  void arrange();

  QComboBox* models_;
  QLabel* errors_;
  QLabel* times_;
  QLabel* words_;
  QPushButton* refine_;
  QPushButton* resample_;
  QGridLayout* layout_;
  std::pair<int, bool> arranged_;  // rows; without the button that resamples
  Tone tone_ = Tone::Plain;
  Grid wanted_;
  Point source_;
};

}  // namespace isochron
