// SPDX-License-Identifier: GPL-3.0-or-later
// What the Data workspace looks like, against approved pictures, by likeness: light and dark, and
// at the scale factor that QT_SCALE_FACTOR sets.
#include <QOpenGLWidget>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QtTest>

#include "data/data_workspace.h"
#include "data/gallery_view.h"
#include "data/model_panel.h"
#include "data_sets.h"
#include "field_view.h"
#include "picture_compare.h"

namespace isochron::tests {
namespace {

constexpr int kLong = 60000;  // ms, for a loaded machine

QPalette palette(bool dark) {
  QPalette result = dark ? QPalette(QColor(50, 50, 54)) : QPalette(QColor(239, 239, 239));
  result.setColor(QPalette::Base, dark ? QColor(36, 36, 40) : QColor(Qt::white));
  result.setColor(QPalette::AlternateBase, dark ? QColor(44, 44, 48) : QColor(247, 247, 247));
  result.setColor(QPalette::Highlight, QColor(0x2f, 0x81, 0xd6));
  result.setColor(QPalette::HighlightedText, Qt::white);
  return result;
}

}  // namespace

class DataPicturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(QStringLiteral("Fusion"));
    set_ = writeSet(folder_.filePath(QStringLiteral("fields.npy")), 300);
  }

  void aSetInLight() { compare(false, QSize(1366, 740), "data_light"); }
  void aSetInDark() { compare(true, QSize(1366, 740), "data_dark"); }

 private:
  void compare(bool dark, QSize size, const char* name) {
    QApplication::setPalette(palette(dark));
    Project project;
    DataWorkspace workspace(project);
    workspace.setWindowFlag(Qt::Window);
    const double scale = workspace.devicePixelRatioF();
    // Twice the size would not fit the screen.
    workspace.resize(scale > 1.0 ? QSize(940, 580) : size);
    project.data().add(set_);
    workspace.show();
    workspace.arrange();
    QVERIFY(QTest::qWaitForWindowExposed(&workspace));
    workspace.gallery().setCurrentIndex(workspace.models().index(2));
    QVERIFY(QTest::qWaitFor([&] { return workspace.isSettled(); }, kLong));
    QSignalSpy swapped(&workspace.detail().view(), &QOpenGLWidget::frameSwapped);
    workspace.detail().view().update();
    QVERIFY(QTest::qWaitFor([&] { return swapped.count() > 0; }, kLong));
    workspace.setFocus();
    QString which = QString::fromLatin1(name);
    if (scale > 1.0) which += QStringLiteral("_scale_%1").arg(scale);
    const QString wrong = differenceFromBaseline(workspace.grab().toImage(), which);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  }

  QTemporaryDir folder_;
  std::shared_ptr<const DataSet> set_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::DataPicturesTest)
#include "data_pictures_test.moc"
