// SPDX-License-Identifier: GPL-3.0-or-later
// The import sheet under mouse and keys: doubts, units, reasons, size.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "formats/write_field.h"
#include "import/doubt_row.h"
#include "import/import_sheet.h"

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
    for (QDoubleSpinBox* box : sheet->findChildren<QDoubleSpinBox*>())
      if (box->prefix().startsWith(QStringLiteral("dx"))) box->setValue(25.0);
    QVERIFY(!says("because the file does not say"));
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
