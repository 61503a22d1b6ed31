// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as they are typed into the window: taken as meant, converted with a word, or refused in
// place; in every locale.
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>

#include "explore/gallery_panel.h"
#include "explore/receivers_panel.h"
#include "explore/source_panel.h"
#include "explore/tool_options_panel.h"
#include "explore/view_panel.h"
#include "import/import_sheet.h"
#include "number_text.h"
#include "value_control.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

const QLocale kEnglish(QLocale::English, QLocale::UnitedStates);
const QLocale kGerman(QLocale::German, QLocale::Germany);

class WindowNumbersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_); }
  void init() { QLocale::setDefault(kEnglish); }
  void cleanup() {
    window_.reset();
    QLocale::setDefault(QLocale::c());
  }

  // --- reading ---------------------------------------------------------------------------------
  void numbersAreReadAsTheyAreMeant_data() {
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<double>("value");
    constexpr double kRefused = -1.0;
    for (const QLocale& locale : {kEnglish, kGerman}) {
      const QString name = locale.name();
      const auto row = [&](const char* typed, double value, const char* unit = "",
                           bool whole = false) {
        QTest::addRow("%s: %s %s", qPrintable(name), typed, whole ? "whole" : "")
            << locale << QString::fromUtf8(typed) << QString::fromUtf8(unit) << whole << value;
      };
      const bool german = locale == kGerman;
      row("1.25", 1.25);
      row("1,25", 1.25);
      row("2.555", 2.555);
      row("2,555", german ? 2.555 : kRefused);
      row("0,125", 0.125);
      row("4e-3", 0.004);
      row("1,234.5", 1234.5);
      row("1.234,5", 1234.5);
      row("1.234.567", 1234567);
      row("1 234,5", 1234.5);
      row("1\u00a0234.5", 1234.5);
      row("12 34", kRefused);
      row("1,23,4", kRefused);
      row("20000", 20000, "", true);
      row("20,000", german ? kRefused : 20000, "", true);
      row("20.000", german ? 20000 : kRefused, "", true);
      row("2.5", kRefused, "", true);
      row("4500 m/s", 4.5, "km/s");
      row("4555m/s", 4.555, "km/s");
      row("250 m", 0.25, "km");
      row("40 ms", 0.04, "s");
      row("4 km", kRefused, "km/s");
      row("", kRefused);
      row("fast", kRefused);
      row("1e999", kRefused);
    }
  }
  void numbersAreReadAsTheyAreMeant() {
    QFETCH(QLocale, locale);
    QFETCH(QString, typed);
    QFETCH(QString, unit);
    QFETCH(bool, whole);
    QFETCH(double, value);
    QLocale::setDefault(locale);
    const TypedNumber number = readNumber(typed, unit, whole);
    QCOMPARE(number.value.has_value(), value >= 0.0);
    QCOMPARE(number.problem.isEmpty(), value >= 0.0);
    if (number.value) QCOMPARE(*number.value, value);
  }

  void whatIsWrittenReadsBackTheSame() {
    for (const QLocale& locale : {kEnglish, kGerman}) {
      QLocale::setDefault(locale);
      for (const double value : {0.0, 2.555, 4500.0, 0.0001, 1e-7, 123456.789, -3.25, 2e12}) {
        const TypedNumber number = readNumber(numberText(value));
        QVERIFY2(number.value, qPrintable(numberText(value)));
        QCOMPARE(*number.value, value);
      }
      QVERIFY2(numberText(1.0 / 3).size() <= 8, "a computed number is rounded");
    }
  }

  void sentencesOfCoreTakeTheLocalesNumbers() {
    const QString said = QStringLiteral(
        "x.y: from 5000 to 14997.9, in m/s 1.5 to 0.25. See 'a_12.5m.npy' or v_1.5.npy, 1.2.3");
    QCOMPARE(withLocalNumbers(said), said);
    QLocale::setDefault(kGerman);
    QCOMPARE(withLocalNumbers(said),
             QStringLiteral("x.y: from 5000 to 14997,9, in m/s 1,5 to 0,25. See 'a_12.5m.npy' or "
                            "v_1.5.npy, 1.2.3"));
  }

  // --- the window ------------------------------------------------------------------------------
  void aBrushVelocityKeepsItsDigitsAndConvertsMetresPerSecond_data() { locales(); }
  void aBrushVelocityKeepsItsDigitsAndConvertsMetresPerSecond() {
    QFETCH(QLocale, locale);
    open(locale);
    QTest::keyClick(&window_->view(), Qt::Key_B);
    NumberBox& box = shownControl(QStringLiteral("Velocity")).box();
    typeInto(box, QStringLiteral("2.555"));
    QCOMPARE(window_->tools().settings().value, 2.555);
    QVERIFY(box.text().startsWith(locale.toString(2.555, 'f', 3)));
    typeInto(box, QStringLiteral("4500"));
    QCOMPARE(window_->tools().settings().value, 4.5);
    QVERIFY2(box.note().contains(QStringLiteral("4500 m/s = ")), qPrintable(box.note()));
    QTRY_VERIFY(shownWords() == box.note());
    typeInto(box, QStringLiteral("3200 m/s"));
    QCOMPARE(window_->tools().settings().value, 3.2);
    typeInto(box, QStringLiteral("45"));
    QVERIFY(box.isRefused());
    QCOMPARE(window_->tools().settings().value, 3.2);
    QTest::keyClick(&box, Qt::Key_Escape);
    QVERIFY(!box.isRefused());
    QVERIFY(box.text().startsWith(locale.toString(3.2, 'f', 1)));
  }

  void aSourceOutsideOfTheModelIsRefusedWithASentence_data() { locales(); }
  void aSourceOutsideOfTheModelIsRefusedWithASentence() {
    QFETCH(QLocale, locale);
    open(locale);
    NumberBox& x = *window_->findChild<SourcePanel*>()->findChildren<NumberBox*>()[0];
    showPlaces();
    const Point before = window_->document().source();
    typeInto(x, QStringLiteral("7"));
    QVERIFY(x.isRefused());
    QVERIFY2(x.problem().contains(QStringLiteral("outside of the model")), qPrintable(x.problem()));
    QCOMPARE(shownWords(), x.problem());
    QCOMPARE(x.text(), QStringLiteral("7"));
    QCOMPARE(window_->document().source(), before);
    QVERIFY2(!window_->view().hasFocus(), "what is refused stays in the hand");
    typeInto(x, QStringLiteral("1.25"));
    QVERIFY(!x.isRefused());
    QCOMPARE(window_->document().source().x, 1.25);
    typeInto(x, QStringLiteral("800 m"));
    QCOMPARE(window_->document().source().x, 0.8);
    QCOMPARE(x.note(), QStringLiteral("800 m = %1 km").arg(locale.toString(0.8)));
  }

  void aReceiverOutsideOfTheModelStaysOpenInItsCell_data() { locales(); }
  void aReceiverOutsideOfTheModelStaysOpenInItsCell() {
    QFETCH(QLocale, locale);
    open(locale);
    showPlaces();
    QTableView& table = window_->findChild<ReceiversPanel*>()->table();
    const auto before = window_->document().receivers();
    NumberBox* editor = edit(table, 2, 0);
    QVERIFY(editor != nullptr);
    typeInto(*editor, QStringLiteral("25"));
    QTRY_VERIFY(editor->isRefused());
    QVERIFY2(editor->problem().contains(QStringLiteral("25 m")), "metres may have been meant");
    QVERIFY(editor->isVisible());
    QCOMPARE(window_->document().receivers(), before);
    typeInto(*editor, QStringLiteral("2.25"));
    QTRY_COMPARE(window_->document().receivers()[2].x, 2.25);
    QCOMPARE(window_->document().receivers().size(), before.size());
    QVERIFY(!table.model()->setData(table.model()->index(2, 1), 25.0));
    QCOMPARE(window_->document().receivers()[2].z, before[2].z);
  }

  void escapeLeavesTheReceiverWhereItWas() {
    open(kEnglish);
    showPlaces();
    QTableView& table = window_->findChild<ReceiversPanel*>()->table();
    const auto before = window_->document().receivers();
    NumberBox* editor = edit(table, 0, 0);
    QVERIFY(editor != nullptr);
    typeInto(*editor, QStringLiteral("25"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QCOMPARE(window_->document().receivers(), before);
    QVERIFY(window_->message().isEmpty());
  }

  void aCellThatIsLeftByTheMouseTellsWhatItDidNotTake() {
    open(kEnglish);
    showPlaces();
    QTableView& table = window_->findChild<ReceiversPanel*>()->table();
    const auto before = window_->document().receivers();
    NumberBox* editor = edit(table, 0, 0);
    QVERIFY(editor != nullptr);
    typeInto(*editor, QStringLiteral("25"));
    table.setCurrentIndex(table.model()->index(3, 1));
    QCOMPARE(window_->document().receivers(), before);
    QVERIFY2(window_->message().contains(QStringLiteral("25 km")), qPrintable(window_->message()));
  }

  void aColourRangeMayReachBeyondAnyVelocityAndStaysInOrder() {
    open(kEnglish);
    auto boxes = window_->findChild<ViewPanel*>()->findChildren<NumberBox*>();
    const auto named = [&](const QString& name) {
      return *std::find_if(boxes.begin(), boxes.end(),
                           [&](const NumberBox* box) { return box->accessibleName() == name; });
    };
    NumberBox& highest = *named(QStringLiteral("Highest colour"));
    NumberBox& lowest = *named(QStringLiteral("Lowest colour"));
    typeInto(highest, QStringLiteral("250"));
    QCOMPARE(window_->view().colouring().max, 250.0);
    typeInto(lowest, QStringLiteral("300"));
    QVERIFY(lowest.isRefused());
    QCOMPARE(window_->view().colouring().max, 250.0);
  }

  void theGalleryMakesNothingWithANumberThatIsRefused() {
    open(kEnglish);
    auto* gallery = window_->findChild<GalleryPanel*>();
    NumberBox& nodes = *gallery->findChildren<NumberBox*>()[1];
    const ModelPointer before = window_->document().model();
    typeInto(nodes, QStringLiteral("5000"));
    QVERIFY(nodes.isRefused());
    gallery->makeAnother();
    QVERIFY(settle(*window_));
    QCOMPARE(window_->document().model(), before);
    QVERIFY(nodes.hasFocus());
  }

  // Whatever the box, and wherever it is.
  void noNumberOfAnyWorkspaceIsMovedOrCutInSilence_data() { locales(); }
  void noNumberOfAnyWorkspaceIsMovedOrCutInSilence() {
    QFETCH(QLocale, locale);
    open(locale);
    ImportSheet import(window_.get());
    QVERIFY(window_->findChildren<QSpinBox*>().isEmpty());
    QVERIFY(window_->findChildren<QDoubleSpinBox*>().isEmpty());
    QStringList names;
    for (const char* place : {"Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"})
      QTest::keySequence(window_.get(), QKeySequence(QString::fromLatin1(place)));
    for (NumberBox* box : window_->findChildren<NumberBox*>()) {
      names.append(box->accessibleName());
      for (const char* text : {"25", "7", "4500 m/s", "2,555", "2.555", "-1e12", "many"})
        typedIsTakenAsMeantOrRefusedInPlace(*box, QString::fromLatin1(text));
      box->restore();
    }
    for (const char* name :
         {"Velocity", "Width", "Lowest colour", "Validation share", "Models", "Number of models",
          "Direction across", "Steps at a time", "Validation model", "dx", "black", "Model"})
      QVERIFY2(names.contains(QLatin1String(name)), name);
  }

  void allNumbersOfTheWindowAreInTheLocalesFormat() {
    open(kGerman);
    pointAt(*window_, {2.0, 0.4});
    QString readOut;
    QTRY_VERIFY2(
        [&] {
          for (const QLabel* label : window_->findChildren<QLabel*>())
            if (label->text().startsWith(QStringLiteral("x = "))) readOut = label->text();
          return !readOut.isEmpty();
        }(),
        "");
    QVERIFY2(readOut.contains(QStringLiteral("x = 2,0")), qPrintable(readOut));
    static const QRegularExpression kPoint(QStringLiteral("\\d\\.\\d"));
    for (const QLabel* label : window_->findChildren<QLabel*>())
      if (label->isVisible())
        QVERIFY2(!kPoint.match(label->text()).hasMatch(), qPrintable(label->text()));
    for (const QWidget* widget : window_->findChildren<QWidget*>())
      QVERIFY2(!kPoint.match(widget->toolTip()).hasMatch(), qPrintable(widget->toolTip()));
    for (const auto* box : window_->findChildren<NumberBox*>())
      QVERIFY2(!kPoint.match(box->text()).hasMatch(), qPrintable(box->text()));
  }

 private:
  static void locales() {
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("English") << kEnglish;
    QTest::newRow("German") << kGerman;
  }

  void open(const QLocale& locale) {
    QLocale::setDefault(locale);
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
  }

  static void typedIsTakenAsMeantOrRefusedInPlace(NumberBox& box, const QString& text) {
    const double before = box.value();
    box.findChild<QLineEdit*>()->setText(text);  // many are out of sight, where no key reaches them
    box.takeTyped();
    const std::string what =
        QStringLiteral("%1, %2: %3")
            .arg(box.accessibleName(), box.parentWidget()->metaObject()->className(), text)
            .toStdString();
    if (box.isRefused()) {
      QVERIFY2(box.value() == before, what.c_str());
      QVERIFY2(box.text() == text && !box.problem().isEmpty(), what.c_str());
      return;
    }
    const QString unit = box.suffix().trimmed();
    const auto means = [&](bool whole) {
      return readNumber(text, unit, whole).value == std::optional(box.value());
    };
    QVERIFY2(means(false) || means(true) || !box.note().isEmpty(), what.c_str());
    QVERIFY2(box.text().contains(numberText(box.value())), what.c_str());
  }

  void showPlaces() {
    window_->findChild<QDockWidget*>(QStringLiteral("placesDock"))->raise();
    QVERIFY(QTest::qWaitFor([&] { return window_->findChild<SourcePanel*>()->isVisible(); }));
  }

  ValueControl& shownControl(const QString& name) {
    for (auto* control : window_->findChild<ToolOptionsPanel*>()->findChildren<ValueControl*>())
      if (control->isVisible() && control->spec().name == name) return *control;
    qFatal("no such control");
  }

  NumberBox* edit(QTableView& table, int row, int column) {
    const QModelIndex index = table.model()->index(row, column);
    table.setCurrentIndex(index);
    table.edit(index);
    return table.viewport()->findChild<NumberBox*>();
  }

  /// What stands beside the box that was typed into.
  QString shownWords() {
    const auto* words = window_->findChild<QLabel*>(QStringLiteral("numberWords"));
    return words != nullptr && words->isVisible() ? words->text() : QString();
  }

  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace

QTEST_MAIN(WindowNumbersTest)
#include "window_numbers_test.moc"
