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
    // A place from which no label of a contour hangs on how a processor rounds.
    window_->document().setSource({2.2, 0.45});
    QVERIFY(networkAnswers(*window_, kLong));
    window_->project().data().add(
        writeSet(folder_.filePath(QStringLiteral("fields.npy")), 300, paperGrid(128, 128)));
    auto* data = visit<DataWorkspace>("data");
    data->gallery().setCurrentIndex(data->models().index(2));
    showRuns();
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

  /// Two runs as records tell them, the first in sight behind the second, and a picture: closed
  /// forms, for what a network learns depends on how a processor rounds.
  void showRuns() {
    auto* place = visit<TrainWorkspace>("train");
    TrainController& controller = place->controller();
    RunStore& store = controller.store();
    QVERIFY(QTest::qWaitFor([&] { return controller.isReady(); }, kLong));
    QStringList ids;
    for (const double rate : {3e-4, 1e-3}) {
      RunRecord run = store.fresh("latentpinn", QStringLiteral("latentPINN"));
      run.preset = controller.setup().preset;
      run.settings = controller.setup().settings;
      run.standard = controller.setup().standard;
      run.settings["learning_rate"] = rate;
      run.data = window_->project().data().chosen()->path;
      run.latents = QStringLiteral("principal components of the same models");
      run.outcome = RunOutcome::Stopped;
      run.ending = QStringLiteral("it was stopped");
      run.history = historyOf(rate);
      run.steps = run.history.last().step;
      run.seconds = run.history.last().seconds;
      store.store(run);
      store.release(run.id);
      ids += run.id;
    }
    const Json compared = Json::array({ids.front().toStdString()});
    const RunRecord& last = *store.find(ids.back());
    place->restoreProjectState({{"settings", last.settings},
                                {"standard", controller.setup().standard},
                                {"run", last.id.toStdString()},
                                {"compared", compared}});
    place->view().setPicture(
        std::make_shared<const TrainingPicture>(pictureOf(gradientSnapshot(), 0)));
  }

  static MetricsHistory historyOf(double rate) {
    MetricsHistory history;
    for (std::int64_t step = 0; step <= 4000; step += 100) {
      const double learnt = std::exp(-rate * static_cast<double>(step));
      const double ripple = 1.0 + 0.05 * std::sin(0.01 * static_cast<double>(step));
      const double warm = std::min(1.0, static_cast<double>(step + 1) / 200.0);
      history.add({step,
                   0.05 * static_cast<double>(step),
                   {{"loss", 0.02 + 0.3 * learnt * ripple},
                    {"residual", 0.015 + 0.25 * learnt * ripple},
                    {"semiconcavity", 1.0 * learnt * learnt + 0.05},
                    {"learning_rate", rate * warm},
                    {kErrorMetric, 0.004 + 0.2 * learnt},
                    {"error_anywhere", 0.006 + 0.24 * learnt}}});
    }
    return history;
  }

  /// A velocity that grows linearly with depth, with its traveltimes (Slotnick, 1959), and times of
  /// a network that is up to 4 % off.
  static Snapshot gradientSnapshot() {
    constexpr double kSurface = 2.0, kGrowth = 3.0;  // km/s, 1/s
    const Point source{2.5, 0.5};
    const Grid grid = paperGrid(128, 128);
    Array velocity(grid.nz, grid.nx), reference = velocity, learnt = velocity;
    for (Eigen::Index iz = 0; iz < grid.nz; ++iz)
      for (Eigen::Index ix = 0; ix < grid.nx; ++ix) {
        const double x = static_cast<double>(ix) * grid.dx, z = static_cast<double>(iz) * grid.dz;
        const double r2 = (x - source.x) * (x - source.x) + (z - source.z) * (z - source.z);
        const double v = kSurface + kGrowth * z, atSource = kSurface + kGrowth * source.z;
        velocity(iz, ix) = v;
        reference(iz, ix) =
            std::acosh(1.0 + kGrowth * kGrowth * r2 / (2.0 * v * atSource)) / kGrowth;
        learnt(iz, ix) = reference(iz, ix) * (1.0 + 0.04 * std::sin(2.0 * x));
      }
    const Array error = (learnt - reference).abs();
    return {4000,
            {{"velocity", {grid, velocity}},
             {"traveltime", {grid, learnt}},
             {"reference", {grid, reference}},
             {"error", {grid, error}}},
            {}};
  }

  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::WindowPicturesTest)
#include "window_pictures_test.moc"
