// SPDX-License-Identifier: GPL-3.0-or-later
// Every workspace and sheet on small screens, in both colours and in the locale that
// ISOCHRON_FIT_LOCALE names: no text is cut, and nothing overlaps. With ISOCHRON_LOOKS=folder each
// is written there, to be looked at.
#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStyleOptionComboBox>
#include <QToolButton>

#include "appearance.h"
#include "data/data_workspace.h"
#include "data/gallery_view.h"
#include "data/generate_sheet.h"
#include "data_sets.h"
#include "elided.h"
#include "explore/comparison_sheet.h"
#include "formats/write_field.h"
#include "import/import_sheet.h"
#include "window_fixture.h"

namespace isochron::tests {
namespace {

constexpr int kLong = 120000;  // ms, for a loaded machine

QString nameOf(const QWidget& widget) {
  QString text = widget.accessibleName();
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) text = label->text();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) text = button->text();
  return QStringLiteral("%1 '%2' in %3 (%4 x %5, wants %6 x %7)")
      .arg(QLatin1String(widget.metaObject()->className()), text.left(80),
           QLatin1String(widget.parentWidget()->metaObject()->className()))
      .arg(widget.width())
      .arg(widget.height())
      .arg(widget.sizeHint().width())
      .arg(widget.sizeHint().height());
}

bool labelIsCut(const QLabel& label) {
  if (label.text().isEmpty()) return false;
  if (label.wordWrap()) return label.heightForWidth(label.width()) > label.height() + 1;
  return label.sizeHint().width() > label.width() + 1;
}

bool buttonIsCut(const QAbstractButton& button) {
  if (button.text().isEmpty()) return false;
  const auto* tool = qobject_cast<const QToolButton*>(&button);
  if (tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly) return false;
  return button.sizeHint().width() > button.width() + 2;
}

bool comboIsCut(const QComboBox& combo) {
  QStyleOptionComboBox option;
  option.initFrom(&combo);
  const QRect room = combo.style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                   QStyle::SC_ComboBoxEditField, &combo);
  const int icon = combo.itemIcon(combo.currentIndex()).isNull() ? 0 : combo.iconSize().width() + 4;
  return combo.fontMetrics().horizontalAdvance(combo.currentText()) + icon > room.width() + 1;
}

bool numberIsCut(const NumberBox& box) {
  const auto* line = box.findChild<QLineEdit*>();
  return box.fontMetrics().horizontalAdvance(line->text()) > line->width();
}

bool isCut(const QWidget& widget) {
  // These say with an ellipsis that there is more.
  if (qobject_cast<const ElidedLabel*>(&widget) != nullptr ||
      qobject_cast<const ElidedComboBox*>(&widget) != nullptr)
    return false;
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) return labelIsCut(*label);
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
    return buttonIsCut(*button);
  if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) return comboIsCut(*combo);
  if (const auto* number = qobject_cast<const NumberBox*>(&widget)) return numberIsCut(*number);
  return false;
}

bool isPart(const QWidget& widget) {
  return qobject_cast<const QLabel*>(&widget) != nullptr ||
         qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
         qobject_cast<const QComboBox*>(&widget) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr ||
         qobject_cast<const QLineEdit*>(&widget) != nullptr;
}

/// What can be scrolled to is not out of sight for good.
bool scrolls(const QWidget* widget, const QWidget& within) {
  for (; widget != nullptr && widget != &within; widget = widget->parentWidget())
    if (qobject_cast<const QAbstractScrollArea*>(widget) != nullptr) return true;
  return false;
}

/// Behind the tab of another panel.
bool isBehind(const QWidget* widget) {
  while (widget != nullptr && qobject_cast<const QDockWidget*>(widget) == nullptr)
    widget = widget->parentWidget();
  return widget != nullptr && widget->visibleRegion().isEmpty();
}

bool hasForeignNumber(const QWidget& widget) {
  static const QRegularExpression kPoint(QStringLiteral("(?<![\\w.'/])\\d+\\.\\d+(?!\\w|\\.)"));
  const auto* label = qobject_cast<const QLabel*>(&widget);
  // A point parts groups of three there.
  static const QRegularExpression kGroups(QStringLiteral("\\d\\.\\d{3}(?!\\d)"));
  return label != nullptr && QLocale().decimalPoint() != QLatin1String(".") &&
         kPoint.match(label->text()).hasMatch() && !kGroups.match(label->text()).hasMatch();
}

/// What is wrong with the parts of `root` that are in sight.
QStringList faultsOf(const QWidget& root) {
  QStringList faults;
  if (qobject_cast<const Sheet*>(&root) != nullptr)
    for (const QScrollBar* bar : root.findChildren<QScrollBar*>())
      if (bar->isVisible() && bar->orientation() == Qt::Horizontal)
        faults += QStringLiteral("it scrolls sideways");
  std::vector<const QWidget*> parts;
  for (const QWidget* widget : root.findChildren<QWidget*>()) {
    const bool inner = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                       qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr;
    if (!widget->isVisible() || inner || !isPart(*widget) || isBehind(widget)) continue;
    if (hasForeignNumber(*widget)) faults += QStringLiteral("foreign number: ") + nameOf(*widget);
    parts.push_back(widget);
    // A text that is shortened says all of it where one points.
    const auto* label = qobject_cast<const QLabel*>(widget);
    const bool told = label != nullptr && !label->toolTip().isEmpty() &&
                      label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
    if (isCut(*widget) && !told) faults += QStringLiteral("cut: ") + nameOf(*widget);
    const QRect seen = widget->visibleRegion().boundingRect();
    if (!scrolls(widget, root) && seen.size() != widget->size())
      faults += QStringLiteral("out of sight: ") + nameOf(*widget);
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      if (parts[i]->parentWidget() != parts[k]->parentWidget()) continue;
      const QRect both = parts[i]->geometry() & parts[k]->geometry();
      if (both.width() > 1 && both.height() > 1)
        faults += QStringLiteral("overlap: ") + nameOf(*parts[i]) + QStringLiteral(" and ") +
                  nameOf(*parts[k]);
    }
  return faults;
}

}  // namespace

class WindowFitTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    isolateSettings(folder_);
    // As m/s these would be faster than any rock: the sheet has doubts to tell.
    Array fast(60, 80);
    for (Eigen::Index i = 0; i < fast.size(); ++i)
      fast.data()[i] = 5000.0 + 10000.0 * static_cast<double>(i) / static_cast<double>(fast.size());
    writeNpy(folder_.filePath(QStringLiteral("fast.npy")).toStdString(), fast);
    set_ = writeSet(folder_.filePath(QStringLiteral("random-fields-of-a-survey.npy")), 300,
                    paperGrid(128, 128));
  }

  void everythingFits() {
    const QLocale locale(qEnvironmentVariable("ISOCHRON_FIT_LOCALE", QStringLiteral("en_US")));
    QLocale::setDefault(locale);
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    window_->openModelsThatShip();
    QVERIFY(networkAnswers(*window_, kLong));
    window_->project().data().add(set_);
    QStringList faults;
    for (const QSize size : {QSize(1366, 768), QSize(1000, 700)})
      for (const bool dark : {false, true}) {
        useAppearance(dark ? Appearance::Dark : Appearance::Light);
        window_->resize(size);
        QVERIFY2(window_->size() == size, "the window can be that small");
        look_ = QStringLiteral("%1_%2x%3_%4")
                    .arg(locale.name())
                    .arg(size.width())
                    .arg(size.height())
                    .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        faults += lookAtAll();
        if (QTest::currentTestFailed()) return;
      }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
  }

  void cleanup() {
    window_.reset();
    useAppearance(Appearance::Light);
    QLocale::setDefault(QLocale::c());
  }

 private:
  QStringList lookAtAll() {
    QStringList faults;
    for (const WorkspaceInfo& info : workspaces()) {
      window_->showWorkspace(info.name);
      faults += look(*window_, info.name);
    }
    auto* data = qobject_cast<DataWorkspace*>(window_->showWorkspace(QStringLiteral("data")));
    data->action(DataCommandId::Generate)->trigger();
    faults += look(data->generateSheet(), QStringLiteral("generate"));
    data->generateSheet().close();
    window_->showWorkspace(QStringLiteral("explore"));
    window_->explore().openFile(folder_.filePath(QStringLiteral("fast.npy")));
    auto* import = window_->explore().findChild<ImportSheet*>();
    if (!QTest::qWaitFor([&] { return import->isVisible(); }, kLong))
      return faults += QStringLiteral("the import sheet does not come");
    faults += look(*import, QStringLiteral("import"));
    import->close();
    window_->action(CommandId::Compare)->trigger();
    auto* comparison = window_->explore().findChild<ComparisonSheet*>();
    faults += look(*comparison, QStringLiteral("comparison"));
    comparison->close();
    return faults;
  }

  QStringList look(const QWidget& part, const QString& name) {
    QTest::mouseMove(window_.get(), {1, 1});
    const bool settled = QTest::qWaitFor([&] { return window_->isSettled(); }, kLong);
    QCoreApplication::processEvents();
    const QString looks = qEnvironmentVariable("ISOCHRON_LOOKS");
    if (!looks.isEmpty()) {
      const double scale = window_->devicePixelRatioF();
      window_->grab().save(QStringLiteral("%1/%2_%3_%4.png").arg(looks, name, look_).arg(scale));
    }
    QStringList faults = faultsOf(part);
    if (!settled) faults += QStringLiteral("it does not settle");
    for (QString& fault : faults)
      fault.prepend(name + QLatin1Char(' ') + look_ + QStringLiteral(": "));
    return faults;
  }

  QTemporaryDir folder_;
  QString look_;  // locale, size and colours
  std::shared_ptr<const DataSet> set_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::WindowFitTest)
#include "window_fit_test.moc"
