// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the workspaces: switching, keys, menus, layout, and what all of them share.
#include <QCheckBox>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QToolButton>

#include "appearance.h"
#include "field/error.h"
#include "window_fixture.h"
#include "workspace_bar.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

QStringList menuTitles(MainWindow& window) {
  QStringList titles;
  for (const QAction* action : window.findChild<QMenuBar*>()->actions())
    titles.append(action->text().remove(QLatin1Char('&')));
  return titles;
}

class WindowWorkspacesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_); }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
  }
  void cleanup() { window_.reset(); }

  void theyStandFromLeftToRightAsTheDataGoes() {
    const QStringList order = {QStringLiteral("data"), QStringLiteral("latents"),
                               QStringLiteral("train"), QStringLiteral("explore")};
    qsizetype last = -1;
    for (const WorkspaceInfo& info : workspaces()) {
      const qsizetype place = order.indexOf(info.name);
      QVERIFY2(place > last, qPrintable(info.name));
      QCOMPARE(info.shortcut.toString(), QStringLiteral("Ctrl+%1").arg(place + 1));
      last = place;
    }
  }

  void everyOneOpensByItsKeyAndByItsButton() {
    auto* bar = window_->findChild<WorkspaceBar*>();
    const std::vector<WorkspaceInfo> all = workspaces();
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
      const WorkspaceInfo& info = all[static_cast<std::size_t>(i)];
      QTest::keySequence(window_.get(), info.shortcut);
      QCOMPARE(window_->current(), window_->workspace(info.name));
      QVERIFY(window_->current()->isVisible());
      QVERIFY(bar->button(i)->isChecked());
    }
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
      QTest::mouseClick(bar->button(i), Qt::LeftButton);
      QCOMPARE(window_->current(), window_->workspace(all[static_cast<std::size_t>(i)].name));
    }
  }

  void theFirstIsExploreWithItsMenus() {
    QCOMPARE(window_->current(), &window_->explore());
    QCOMPARE(menuTitles(*window_),
             QStringList({QStringLiteral("File"), QStringLiteral("Edit"), QStringLiteral("Tool"),
                          QStringLiteral("View"), QStringLiteral("Help")}));
    QVERIFY(window_->view().hasFocus());
  }

  /// One that two actions have does nothing.
  void noKeyIsTakenTwice() {
    for (const WorkspaceInfo& info : workspaces()) {
      Workspace* workspace = window_->showWorkspace(info.name);
      QStringList taken;
      for (const QAction* menu : window_->findChild<QMenuBar*>()->actions())
        for (const QAction* action : menu->menu()->actions())
          for (const QKeySequence& key : action->shortcuts()) taken.append(key.toString());
      for (const QShortcut* shortcut : workspace->findChildren<QShortcut*>())
        taken.append(shortcut->key().toString());
      taken.removeAll(QString());
      QStringList once = taken;
      once.removeDuplicates();
      taken.sort();
      QVERIFY2(once.size() == taken.size(),
               qPrintable(info.name + QStringLiteral(": ") + taken.join(QLatin1Char(' '))));
    }
  }

  void keysOfAHiddenWorkspaceSleep() {
    for (const WorkspaceInfo& info : workspaces()) {
      if (info.name == QStringLiteral("explore")) continue;
      window_->showWorkspace(info.name);
      QTest::keyClick(window_.get(), Qt::Key_B);
      QCOMPARE(window_->tools().tool(), Tool::Move);
      window_->showWorkspace(QStringLiteral("explore"));
    }
    QTest::keyClick(window_.get(), Qt::Key_B);
    QCOMPARE(window_->tools().tool(), Tool::Brush);
  }

  void undoWorksFromEveryWorkspace() {
    const Point before = window_->document().source();
    for (const WorkspaceInfo& info : workspaces()) {
      window_->document().setSource({1, 0.1});
      window_->showWorkspace(info.name);
      QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
      QCOMPARE(window_->document().source(), before);
    }
  }

  void aPanelIsFoundInTheMenuAndItsPlaceIsRemembered() {
    auto* gallery = window_->findChild<QDockWidget*>(QStringLiteral("galleryDock"));
    QMenu* panels = nullptr;
    for (QMenu* menu : window_->findChildren<QMenu*>())
      if (menu->title().contains(QStringLiteral("Panels"))) panels = menu;
    QVERIFY(panels != nullptr);
    Q_EMIT panels->aboutToShow();
    QVERIFY(panels->actions().contains(gallery->toggleViewAction()));
    gallery->toggleViewAction()->trigger();
    QVERIFY(!gallery->isVisible());
    window_->close();
    TestWindow again;
    again.show();
    QVERIFY(!again.findChild<QDockWidget*>(QStringLiteral("galleryDock"))->isVisible());
  }

  void theWindowFitsA1000PixelsWideScreen() {
    for (const WorkspaceInfo& info : workspaces()) window_->showWorkspace(info.name);
    for (const WorkspaceInfo& info : workspaces()) {
      window_->showWorkspace(info.name);
      QVERIFY(settle(*window_));
      const int width = window_->current()->minimumSizeHint().width();
      QVERIFY2(width <= 1000, qPrintable(QStringLiteral("%1: %2").arg(info.name).arg(width)));
      QVERIFY(window_->minimumSizeHint().width() <= 1000);
    }
  }

  void lightAndDarkAreChosenInTheMenuAndRemembered() {
    const auto isDark = [] {
      return QApplication::palette().color(QPalette::Window).lightness() < 128;
    };
    window_->action(FrameCommandId::DarkColours)->trigger();
    QVERIFY(isDark());
    window_.reset();
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    QVERIFY(window_->action(FrameCommandId::DarkColours)->isChecked());
    window_->action(FrameCommandId::LightColours)->trigger();
    QVERIFY(!isDark());
    QVERIFY(!window_->action(FrameCommandId::DarkColours)->isChecked());
    window_->action(FrameCommandId::SystemColours)->trigger();
    QCOMPARE(rememberedAppearance(QSettings()), Appearance::System);
  }

  /// A box that is not ticked is seen by its border.
  void boxesToTickStandOutInTheDark() {
    useAppearance(Appearance::Dark);
    QCheckBox box;
    box.resize(box.sizeHint());
    const QImage image = box.grab().toImage();
    const QColor ground = QApplication::palette().color(QPalette::Window);
    int most = 0;
    for (int x = 0; x < image.width(); ++x)
      most = std::max(
          most, std::abs(image.pixelColor(x, image.height() / 2).lightness() - ground.lightness()));
    useAppearance(Appearance::Light);
    QVERIFY2(most > 60, qPrintable(QString::number(most)));
  }

  void aFloatingPanelGoesWithItsWorkspace() {
    auto* gallery = window_->findChild<QDockWidget*>(QStringLiteral("galleryDock"));
    gallery->setFloating(true);
    QVERIFY(gallery->isVisible());
    window_->explore().hide();
    QVERIFY(!gallery->isVisible());
    window_->explore().show();
    QVERIFY(gallery->isVisible());
    QVERIFY(gallery->isFloating());
  }

  void theProjectKeepsModelsByFileAndByNumber() {
    QTemporaryDir folder;
    Archive archive;
    archive.metadata["kind"] = "pca";
    const QString path = folder.filePath(QStringLiteral("family.isochron"));
    archive.write(path.toStdString());
    ModelLibrary& models = window_->project().models();
    QSignalSpy listed(&models, &ModelLibrary::listChanged);
    const std::uint64_t id = models.open(path, readModel(path).archive);
    QCOMPARE(models.find(id)->title, QStringLiteral("family"));
    QCOMPARE(models.find(id)->kind(), std::string("pca"));
    QCOMPARE(models.open(path, readModel(path).archive), id);
    QCOMPARE(listed.count(), 1);
    const ReadModel absent = readModel(folder.filePath(QStringLiteral("absent")));
    QVERIFY(absent.archive == nullptr);
    QVERIFY(absent.problem.contains(QStringLiteral("absent")));
    models.remove(id);
    QVERIFY(models.find(id) == nullptr);
  }

 private:
  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace

QTEST_MAIN(WindowWorkspacesTest)
#include "window_workspaces_test.moc"
