// SPDX-License-Identifier: GPL-3.0-or-later
// The import sheet under mouse and keys: doubts, units, reasons, size.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "formats/write_field.h"
#include "import/doubt_row.h"
#include "import/import_sheet.h"
#include "number_typing.h"

namespace {

using namespace isochron;

class ImportSheetTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFieldInDoubtIsConfirmedBeforeTheFileIsOpened() {
    SheetOnFile sheet(doubtfulFile());
    QVERIFY(!sheet->unsettled().empty());
    QCOMPARE(sheet->unsettled().front(), ImportField::Values);
    DoubtRow& row = sheet->doubtRow(ImportField::Values);
    QVERIFY(row.isVisible());
    QVERIFY2(row.text().contains(QStringLiteral("the values run from")), qPrintable(row.text()));
    QVERIFY(!sheet.open()->isEnabled());
    QVERIFY2(sheet.open()->toolTip().contains(QStringLiteral("doubt")),
             qPrintable(sheet.open()->toolTip()));
    QVERIFY2(row.confirmBox()->hasFocus(), "what is to be done first has the keyboard");
    QSignalSpy accepted(sheet.get(), &ImportSheet::accepted);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(accepted.count(), 0);
    QTest::keyClick(row.confirmBox(), Qt::Key_Space);
    QVERIFY(sheet->unsettled().empty());
    QVERIFY(sheet.open()->isEnabled());
    QTest::keyClick(sheet.open(), Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
  }

  void aFieldThatIsChangedIsNoLongerInDoubt() {
    SheetOnFile sheet(doubtfulFile());
    QComboBox* units = nullptr;
    for (QComboBox* box : sheet->findChildren<QComboBox*>())
      if (box->findText(QStringLiteral("ft/s")) >= 0) units = box;
    QVERIFY(units != nullptr);
    for (const VelocityUnit unit : velocityUnits())
      QVERIFY(units->findText(QString::fromStdString(toText(unit))) >= 0);
    units->setCurrentIndex(units->findText(QStringLiteral("ft/s")));
    QVERIFY(sheet->unsettled().empty());
    QSignalSpy accepted(sheet.get(), &ImportSheet::accepted);
    QTest::mouseClick(sheet.open(), Qt::LeftButton);
    QCOMPARE(accepted.count(), 1);
    const auto answer = accepted[0][0].value<FileAnswer>();
    QCOMPARE(answer.layout.unit, VelocityUnit::FeetPerSecond);
    QVERIFY(std::abs(answer.model->max() - 15000 * 0.3048e-3) < 1e-9);
    for (const QLabel* label : sheet->findChildren<QLabel*>())
      if (label->isVisible())
        QVERIFY2(!label->text().contains(QStringLiteral("because the values run")),
                 qPrintable(label->text()));
  }

  void aReasonGoesWhenAnotherValueIsTyped() {
    SheetOnFile sheet(writeFile("assumed.npy", 3000.0, 4000.0));
    const auto says = [&](const char* words) {
      for (const QLabel* label : sheet->findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(QLatin1String(words))) return true;
      return false;
    };
    QVERIFY(says("because the file does not say"));
    tests::typeInto(*tests::numberBox(*sheet.get(), QStringLiteral("dx")), QStringLiteral("25"));
    QVERIFY(!says("because the file does not say"));
  }

  void axesAreGuessedAnewInTheLightOfTheUnit() {
    // Slowness of layers, stored by x: as velocities these would lie by depth.
    Array velocity(40, 60);
    for (Eigen::Index iz = 0; iz < velocity.rows(); ++iz)
      for (Eigen::Index ix = 0; ix < velocity.cols(); ++ix)
        velocity(iz, ix) =
            1.5 + 0.08 * static_cast<double>(iz) + 0.01 * static_cast<double>(ix % 7);
    const QString path = folder_.filePath(QStringLiteral("slowness.npy"));
    writeNpy(path.toStdString(), Array(velocity.inverse().transpose()));
    SheetOnFile sheet(path);
    QComboBox* units = box(sheet, QStringLiteral("s/km"));
    QComboBox* axes = box(sheet, QStringLiteral("rows are distance: (x, z)"));
    tests::typeInto(*tests::numberBox(*sheet.get(), QStringLiteral("dz")), QStringLiteral("25"));
    axes->setCurrentIndex(1 - axes->currentIndex());
    axes->setCurrentIndex(0);
    units->setCurrentIndex(units->findText(QStringLiteral("s/km")));
    QCOMPARE(axes->currentIndex(), 0);  // by hand
    QPushButton* back = nullptr;
    for (QPushButton* button : sheet->findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Back to the guess")) back = button;
    back->click();
    units->setCurrentIndex(units->findText(QStringLiteral("s/m")));
    units->setCurrentIndex(units->findText(QStringLiteral("s/km")));
    QCOMPARE(axes->currentText(), QStringLiteral("rows are distance: (x, z)"));
    tests::typeInto(*tests::numberBox(*sheet.get(), QStringLiteral("dz")), QStringLiteral("25"));
    QVERIFY(sheet->unsettled().empty());
    QSignalSpy accepted(sheet.get(), &ImportSheet::accepted);
    sheet.open()->click();
    QCOMPARE(accepted.count(), 1);
    const auto answer = accepted[0][0].value<FileAnswer>();
    QVERIFY((answer.model->velocity() - velocity).abs().maxCoeff() < 1e-5);
    QCOMPARE(answer.model->grid().dz, 0.025);
  }

  void whatWasTypedOrConfirmedStandsWhenTheUnitIsChanged() {
    SheetOnFile sheet(writeFile("fast.npy", 5000.0, 15000.0));
    NumberBox& dx = *tests::numberBox(*sheet.get(), QStringLiteral("dx"));
    NumberBox& dz = *tests::numberBox(*sheet.get(), QStringLiteral("dz"));
    const double guessed = dz.value();
    tests::typeInto(dx, QStringLiteral("12,5"));
    QComboBox* units = box(sheet, QStringLiteral("ft/s"));
    for (const char* unit : {"ft/s", "m/s"}) {
      units->setCurrentIndex(units->findText(QLatin1String(unit)));
      QCOMPARE(dx.value(), 12.5);
      QCOMPARE(dz.value(), guessed);
      QVERIFY(sheet->unsettled().empty());
    }
    tests::typeInto(dz, QStringLiteral("thick"));
    QVERIFY(dz.isRefused());
    QSignalSpy accepted(sheet.get(), &ImportSheet::accepted);
    sheet.open()->click();
    QVERIFY2(accepted.isEmpty() && dz.hasFocus(),
             "what is refused is not opened with older numbers");
    QTest::keyClick(&dz, Qt::Key_Escape);
    sheet.open()->click();
    QCOMPARE(accepted.count(), 1);
    const auto answer = accepted[0][0].value<FileAnswer>();
    QCOMPARE(answer.layout.dx, 0.0125);
    QCOMPARE(answer.layout.unit, VelocityUnit::MetresPerSecond);
  }

  void directionsThatAreChangedTurnTheModel() {
    SheetOnFile sheet(writeFile("upside.npy", 3000.0, 4000.0));
    for (QCheckBox* box : sheet->findChildren<QCheckBox*>())
      if (box->text() == QStringLiteral("z bottom to top")) box->click();
    QSignalSpy accepted(sheet.get(), &ImportSheet::accepted);
    sheet.open()->click();
    QCOMPARE(accepted.count(), 1);
    const auto answer = accepted[0][0].value<FileAnswer>();
    QVERIFY(answer.layout.reverseZ);
    QVERIFY(answer.model->velocity()(0, 0) > answer.model->velocity()(29, 0));
  }

  void theSheetGrowsWithWhatItSays() {
    SheetOnFile sheet(doubtfulFile(), QSize(1000, 700));
    const auto shown = [&](QWidget* part) {
      return part->visibleRegion().boundingRect().size() == part->size();
    };
    QTRY_VERIFY(shown(&sheet->doubtRow(ImportField::Values)));
    QTRY_VERIFY(shown(sheet.open()));
    const int before = sheet.card()->height();
    QTest::keyClick(sheet->doubtRow(ImportField::Values).confirmBox(), Qt::Key_Space);
    for (QCheckBox* box : sheet->findChildren<QCheckBox*>())
      if (box->text().contains(QStringLiteral("raw"))) box->setChecked(true);
    QTRY_VERIFY(sheet.card()->height() > before);
    QTRY_VERIFY(shown(sheet.open()));
  }

 private:
  /// An import sheet that was opened on a file and answers at once.
  class SheetOnFile {
   public:
    explicit SheetOnFile(const QString& path, QSize size = {1200, 800}) : sheet_(&window_) {
      window_.resize(size);
      window_.show();
      window_.activateWindow();
      if (!QTest::qWaitForWindowActive(&window_)) qFatal("no window");
      QObject::connect(&sheet_, &ImportSheet::requested, [this](const FileRequest& request) {
        sheet_.setAnswer(readModelFile(request));
      });
      FileRequest request;
      request.path = path;
      sheet_.start(readModelFile(request));
    }
    ImportSheet* operator->() { return &sheet_; }
    ImportSheet* get() { return &sheet_; }
    QPushButton* open() {
      for (QPushButton* button : sheet_.findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Open")) return button;
      return nullptr;
    }
    QWidget* card() { return open()->parentWidget(); }

   private:
    QWidget window_;
    ImportSheet sheet_;
  };

  static QComboBox* box(SheetOnFile& sheet, const QString& withItem) {
    for (QComboBox* box : sheet->findChildren<QComboBox*>())
      if (box->findText(withItem) >= 0) return box;
    qFatal("no such choice");
  }

  QString writeFile(const char* name, double least, double most) const {
    const QString path = folder_.filePath(QString::fromLatin1(name));
    Array values(30, 40);
    for (Eigen::Index i = 0; i < values.size(); ++i)
      values.data()[i] =
          least + (most - least) * static_cast<double>(i) / static_cast<double>(values.size() - 1);
    writeNpy(path.toStdString(), values);
    return path;
  }
  /// As m/s these would be faster than any rock; as ft/s they are ordinary.
  QString doubtfulFile() const { return writeFile("feet.npy", 5000.0, 15000.0); }

  QTemporaryDir folder_;
};

}  // namespace

QTEST_MAIN(ImportSheetTest)
#include "import_sheet_test.moc"
