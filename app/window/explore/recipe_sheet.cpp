// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/recipe_sheet.h"

#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include "field/error.h"
#include "formats/file_bytes.h"
#include "generators/earth_recipe.h"

namespace isochron {
namespace {

const QString kFilter = QStringLiteral("JSON (*.json);;All files (*)");
constexpr qint64 kMostBytes = 16 << 20;

}  // namespace

RecipeSheet::RecipeSheet(QWidget* parent)
    : Sheet(parent), text_(new QPlainTextEdit(card())), problem_(new QLabel(card())) {
  card()->setMinimumWidth(620);
  auto* title = new QLabel(tr("The history of this earth"), card());
  QFont bold = title->font();
  bold.setBold(true);
  bold.setPointSizeF(bold.pointSizeF() * 1.2);
  title->setFont(bold);
  auto* note = new QLabel(tr("Events from the oldest on. Positions and lengths are shares of the "
                             "box, velocities km/s, dips degrees; a fault with a negative throw is "
                             "reverse, one with a detachment listric."),
                          card());
  note->setWordWrap(true);
  text_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  text_->setAccessibleName(tr("Recipe"));
  text_->setToolTip(tr("JSON: beds, fold, fault, unconformity, channel, salt and water."));
  text_->setTabChangesFocus(true);
  text_->setMinimumHeight(280);
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setStyleSheet(QStringLiteral("color: #c0392b;"));
  const auto button = [this](const QString& name, const QString& tip) {
    auto* made = new QPushButton(name, card());
    made->setToolTip(tip);
    return made;
  };
  QPushButton* open = button(tr("&Open…"), tr("Take the text of a file."));
  QPushButton* save = button(tr("&Save…"), tr("Write the text to a file."));
  QPushButton* cancel = button(tr("Cancel"), tr("Leave the drawing as it is (Esc)."));
  QPushButton* make =
      button(tr("&Make"), tr("Make this earth. Replaces the model; undo brings the old one back."));
  make->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(open);
  buttons->addWidget(save);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(make);
  cardLayout()->setContentsMargins(18, 14, 18, 14);
  cardLayout()->addWidget(title);
  cardLayout()->addWidget(note);
  cardLayout()->addWidget(text_, 1);
  cardLayout()->addWidget(problem_);
  cardLayout()->addLayout(buttons);
  connect(open, &QPushButton::clicked, this, &RecipeSheet::openFile);
  connect(save, &QPushButton::clicked, this, &RecipeSheet::saveFile);
  connect(cancel, &QPushButton::clicked, this, &Sheet::rejected);
  connect(make, &QPushButton::clicked, this, &RecipeSheet::accept);
  connect(text_, &QPlainTextEdit::textChanged, this, [this] { showProblem({}); });
}

QWidget* RecipeSheet::firstFocus() { return text_; }

QString RecipeSheet::problem() const { return problem_->text(); }

void RecipeSheet::showProblem(const QString& sentence) {
  problem_->setText(sentence);
  problem_->setVisible(!sentence.isEmpty());
}

void RecipeSheet::start(const QString& recipe) {
  text_->setPlainText(recipe);
  showProblem({});
  open();
}

void RecipeSheet::accept() {
  const QString text = text_->toPlainText();
  try {
    parseEarthRecipe(text.toStdString(), tr("The recipe").toStdString());
  } catch (const Error& error) {
    return showProblem(QString::fromStdString(error.what()));
  }
  Q_EMIT accepted(text);
}

void RecipeSheet::openFile() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open a recipe"), {}, kFilter);
  if (!path.isEmpty()) readFile(path);
}

void RecipeSheet::readFile(const QString& path) {
  try {
    const FileBytes file = FileBytes::open(path.toStdString(), "choose a file with a recipe");
    if (file.size() > kMostBytes)
      throw file.error("", "is too long for a recipe", "choose another file");
    const std::string_view text = file.text(0, file.bytes().size());
    text_->setPlainText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
  } catch (const Error& error) {
    showProblem(QString::fromStdString(error.what()));
  }
}

void RecipeSheet::saveFile() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Save the recipe"),
                                                    QStringLiteral("earth.json"), kFilter);
  if (path.isEmpty()) return;
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text_->toPlainText().toUtf8()) < 0 ||
      !file.commit())
    showProblem(
        tr("%1 cannot be written: %2; choose another place.").arg(path, file.errorString()));
}

}  // namespace isochron
