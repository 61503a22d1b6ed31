// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspaces look like at 1366 x 768, against approved pictures, by likeness: light and
// dark, and at the scale factor that QT_SCALE_FACTOR sets.
#include <QLabel>
#include <QOpenGLWidget>
#include <QProgressBar>
#include <QRegularExpression>
#include <QTreeWidget>

#include "appearance.h"
#include "data/data_workspace.h"
#include "data/gallery_view.h"
#include "data_sets.h"
#include "picture_compare.h"
#include "train/run_list.h"
#include "train/train_workspace.h"
#include "train/training_view.h"
#include "window_fixture.h"

namespace isochron::tests {
namespace {

constexpr int kLong = 120000;  // ms, for a loaded machine

/// Where measured times stand, in device pixels.
QRegion timesIn(const QWidget& window) {
  static const QRegularExpression time(QStringLiteral("\\d (µs|ms|s|min|h)\\b"));
  QRegion region;
  const auto add = [&](const QWidget* widget, const QRect& part) {
    constexpr int kDigit = 10;  // that another time has more
    const double scale = window.devicePixelRatioF();
    const QRect place(widget->mapTo(&window, part.topLeft()) - QPoint(kDigit, 0),
                      part.size() + QSize(2 * kDigit, 0));
    region += QRect((QPointF(place.topLeft()) * scale).toPoint(), place.size() * scale);
  };
  for (const auto* label : window.findChildren<QLabel*>())
    if (label->isVisible() && time.match(label->text()).hasMatch()) add(label, label->rect());
  for (const auto* bar : window.findChildren<QProgressBar*>())
    if (bar->isVisible()) add(bar, bar->rect());
  for (const auto* tree : window.findChildren<QTreeWidget*>())
    for (int column = 0; tree->isVisible() && column < tree->columnCount(); ++column)
      for (int row = 0; row < tree->topLevelItemCount(); ++row) {
        const auto* item = tree->topLevelItem(row);
        if (time.match(item->text(column)).hasMatch())
          add(tree->viewport(), tree->visualRect(tree->indexFromItem(item, column)));
      }
  return region;
}

}  // namespace

class WindowPicturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    QLocale::setDefault(QLocale::c());
    isolateSettings(folder_);
    useAppearance(Appearance::Light);
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    window_->openModelsThatShip();
    QVERIFY(networkAnswers(*window_, kLong));
    window_->project().data().add(
        writeSet(folder_.filePath(QStringLiteral("fields.npy")), 300, paperGrid(128, 128)));
    auto* data = visit<DataWorkspace>("data");
    data->gallery().setCurrentIndex(data->models().index(2));
    train();
  }
  void cleanupTestCase() { window_.reset(); }

  void pictures_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("dark");
    for (const bool dark : {false, true})
      for (const WorkspaceInfo& info : workspaces())
        QTest::addRow("%s_%s", qPrintable(info.name), dark ? "dark" : "light") << info.name << dark;
  }
  void pictures() {
    QFETCH(QString, place);
    QFETCH(bool, dark);
    useAppearance(dark ? Appearance::Dark : Appearance::Light);
    QVERIFY(window_->showWorkspace(place) != nullptr);
    QTest::mouseMove(window_.get(), {1, 1});
    QVERIFY(QTest::qWaitFor([&] { return window_->isSettled(); }, kLong));
    for (auto* view : window_->findChildren<QOpenGLWidget*>()) {
      if (!view->isVisible()) continue;
      QSignalSpy swapped(view, &QOpenGLWidget::frameSwapped);
      view->update();
      QVERIFY(QTest::qWaitFor([&] { return swapped.count() > 0; }, kLong));
    }
    QString name = QStringLiteral("window_") + QLatin1String(QTest::currentDataTag());
    if (const double scale = window_->devicePixelRatioF(); scale > 1.0)
      name += QStringLiteral("_scale_%1").arg(scale);
    const QString wrong =
        differenceFromBaseline(window_->grab().toImage(), name, timesIn(*window_));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  }

 private:
  template <typename Place>
  Place* visit(const char* name) {
    return qobject_cast<Place*>(window_->showWorkspace(QLatin1String(name)));
  }

  /// Two runs of a small latentPINN; the first stays in sight behind the second.
  void train() {
    auto* place = visit<TrainWorkspace>("train");
    TrainController& controller = place->controller();
    TrainSetup setup = controller.setup();
    setup.settings.update(Json{{"trunk_width", 64},
                               {"branch_width", 64},
                               {"points", 128},
                               {"norm", "l2"},  // l1 makes much of the machine's rounding
                               {"semiconcavity", 0.0},
                               {"models", 16},
                               {"warm_up", 20},
                               {"validation", 0.1},
                               {"test", 0.1},
                               {"validation_models", 6},
                               {"threads", 1}});
    setup.components["components"] = 32;
    for (const double rate : {3e-4, 1e-3}) {
      if (controller.run()) controller.reset();
      QVERIFY(QTest::qWaitFor([&] { return controller.state() == RunState::Idle; }, kLong));
      setup.settings["learning_rate"] = rate;
      controller.setSetup(setup);
      Q_EMIT controller.setupChanged();
      // While it runs, records are made by the clock; at a pause there is one, always.
      controller.step(1);
      for (int steps = 1; steps <= 121; steps += 4) {
        if (steps > 1) controller.step(4);
        QVERIFY(QTest::qWaitFor(
            [&] {
              const TrainingPicture* picture = place->view().picture();
              return controller.state() == RunState::Paused && controller.run()->steps == steps &&
                     picture && picture->snapshot.step == steps;
            },
            kLong));
      }
    }
  }

  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::WindowPicturesTest)
#include "window_pictures_test.moc"
