// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of drawing: our own work from a touch of the brush to the OpenGL calls of its picture:
// paint, solver, network, the contours of both, drawing; and the whole frame with the machine's
// OpenGL beside it.
#include <QApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "explore/live_answer.h"
#include "field/error.h"
#include "field/painting.h"
#include "field_painter.h"
#include "field_view.h"
#include "generators/generators.h"
#include "project/document.h"
#include "quantile.h"
#include "stopwatch.h"
#include "vtk_layer.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kStrokes = 500, kWarmUp = 20;

enum Part { Paint, Solver, Network, Contours, Drawing, Sum, Frame, kParts };
constexpr std::array<const char*, kParts> kNames = {
    "paint", "solver", "network", "contours, errors", "drawing", "sum", "frame with GL"};

/// Where the brush is at a stroke: all over the box, never twice the same.
Point place(const Grid& grid, int stroke) {
  const double turn = 0.618034 * stroke;
  return {grid.origin.x + grid.width() * (0.05 + 0.9 * (turn - std::floor(turn))),
          grid.origin.z + grid.depth() * (0.05 + 0.9 * stroke / kStrokes)};
}

class Bench {
 public:
  Bench(std::shared_ptr<LoadedNetwork> network, QSize size)
      : network_(std::move(network)),
        size_(size),
        model_(std::make_shared<const VelocityModel>(
            generate(ModelKind::RandomField, network_->network->grid(), 1))),
        layer_(*renderer_, 2) {
    view_.setAspect(Aspect::Stretched);
    view_.resize(size);
    view_.show();
    figure_.quantity = QStringLiteral("Velocity");
    figure_.unit = QStringLiteral("km/s");
  }

  void stroke(int number) {
    const Grid& grid = model_->grid();
    std::array<double, kParts> took{};
    Stopwatch watch;
    Brush brush;
    brush.value = number % 2 == 0 ? 2.5 : 4.5;
    brush.radiusX = 0.06 * grid.width();
    brush.radiusZ = 0.06 * grid.depth();
    BrushStroke touch(grid, model_->velocity(), brush);
    touch.moveTo(place(grid, number));
    model_ = std::make_shared<const VelocityModel>(grid, touch.velocity());
    took[Paint] = watch.lap();
    const LiveAnswer answer = ask();
    const double answering = watch.lap();
    took[Solver] = answer.solveMilliseconds;
    took[Network] = answer.network.reply.milliseconds;
    took[Contours] = answering - took[Solver] - took[Network];
    draw(answer);
    took[Drawing] = watch.lap();
    for (int part = Paint; part < Sum; ++part) took[Sum] += took[static_cast<std::size_t>(part)];
    drawFrame(answer);
    took[Frame] = watch.lap();
    if (number < 0) return;  // the first ones fill caches
    for (std::size_t part = 0; part < kParts; ++part) took_[part].push_back(took[part]);
  }

  void report() const {
    std::printf("%-18s %9s %9s %9s\n", "milliseconds", "median", "p99", "worst");
    for (std::size_t part = 0; part < kParts; ++part)
      std::printf("%-18s %9.2f %9.2f %9.2f\n", kNames[part], quantile(took_[part], 0.5),
                  quantile(took_[part], 0.99), quantile(took_[part], 1.0));
  }

 private:
  LiveAnswer ask() {
    LiveRequest request;
    request.model = model_;
    request.source = middle(model_->grid());
    request.network = network_;
    LiveAnswer answer;
    solver_.answer(request, {}, [&](LiveAnswer given) { answer = std::move(given); });
    if (!answer.problem.empty()) throw Error("bench", answer.problem, "mend that first");
    return answer;
  }

  void draw(const LiveAnswer& answer) {
    figure_.field = std::make_shared<Field>(model_->field());
    figure_.values = valueRange(figure_.field->values);
    figure_.contours = answer.network.contours;
    figure_.reference = answer.contours;
    figure_.interval = answer.interval;
    const FigureStyle style = printStyle(12.0);
    const auto whole = ViewTransform::whole(model_->grid(), {}, Aspect::Stretched, 1.0);
    layer_.set(paintField(figure_, layOut(figure_, style, size_, whole), style, colours_, 1.0),
               {1.0, static_cast<double>(size_.height())});
  }

  void drawFrame(const LiveAnswer& answer) {
    view_.setField(figure_.field, figure_.quantity, figure_.unit);
    view_.setContours(answer.network.contours, answer.interval, QStringLiteral("s"));
    view_.setReferenceContours(answer.contours, QStringLiteral("solver"));
    view_.grabFramebuffer();
  }

  std::shared_ptr<LoadedNetwork> network_;
  QSize size_;
  std::shared_ptr<const VelocityModel> model_;
  LiveSolver solver_;
  Figure figure_;
  ColouredField colours_;
  vtkNew<vtkRenderer> renderer_;
  VtkLayer layer_;
  FieldView view_;
  std::array<std::vector<double>, kParts> took_;
};

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "bench_brush: give the model that is to answer: MODEL.isochron\n");
    return 2;
  }
  try {
    const std::filesystem::path file = argv[1];
    const Archive archive = Archive::read(file);
    auto network = std::make_shared<LoadedNetwork>();
    network->title = file.stem().string();
    network->network = openNetwork(archive);
    const QSize size(1000, 620);
    const Grid& grid = network->network->grid();
    std::printf("%d strokes of the brush, %d x %d nodes, network %s, %d x %d pixels\n", kStrokes,
                grid.nx, grid.nz, network->title.c_str(), size.width(), size.height());
    Bench bench(std::move(network), size);
    for (int stroke = -kWarmUp; stroke < kStrokes; ++stroke) bench.stroke(stroke);
    bench.report();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_brush: %s\n", failure.what());
    return 1;
  }
  return 0;
}
