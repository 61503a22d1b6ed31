// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of a source that is dragged: our own work from its new place to OpenGL calls (solver,
// contours, drawing), and the whole frame with the machine's OpenGL beside it.
#include <QApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "eikonal/eikonal_solver.h"
#include "field/contours.h"
#include "field_painter.h"
#include "field_view.h"
#include "formats/velocity_file.h"
#include "generators/generators.h"
#include "vtk_layer.h"

using namespace isochron;

namespace {

constexpr int kMoves = 31;
constexpr int kIntervals = 20;  // contours, about

class Timings {
 public:
  void start() { last_ = Clock::now(); }
  /// Takes the milliseconds since the last call.
  void lap() {
    const auto now = Clock::now();
    milliseconds_.push_back(std::chrono::duration<double, std::milli>(now - last_).count());
    last_ = now;
  }
  /// Of every `laps`-th lap from `first` on.
  double median(std::size_t first, std::size_t laps) const {
    std::vector<double> some;
    for (std::size_t i = first; i < milliseconds_.size(); i += laps)
      some.push_back(milliseconds_[i]);
    std::nth_element(some.begin(), some.begin() + static_cast<long>(some.size() / 2), some.end());
    return some[some.size() / 2];
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_;
  std::vector<double> milliseconds_;
};

void report(const char* name, const VelocityModel& model, QSize size) {
  const Grid& grid = model.grid();
  Figure figure;
  figure.field = std::make_shared<Field>(model.field());
  figure.quantity = QStringLiteral("Velocity");
  figure.unit = QStringLiteral("km/s");
  figure.values = valueRange(figure.field->values);
  const FigureStyle style = printStyle(12.0);
  const auto whole = ViewTransform::whole(grid, {}, Aspect::Stretched, 1.0);
  vtkNew<vtkRenderer> renderer;
  VtkLayer layer(*renderer, 2);
  ColouredField colours;
  FieldView view;
  view.setAspect(Aspect::Stretched);
  view.resize(size);
  view.show();
  view.setField(figure.field, figure.quantity, figure.unit);
  EikonalSolver solver;
  Timings timings;
  for (int move = 0; move < kMoves; ++move) {
    const Point source{grid.origin.x + grid.width() * (0.3 + 0.01 * move),
                       grid.origin.z + grid.depth() * (0.2 + 0.02 * move)};
    timings.start();
    const Traveltimes t = solver.solve(model, source);
    timings.lap();
    const double latest = t.time.maxCoeff();
    figure.interval = niceInterval(latest, kIntervals);
    figure.contours = contours({grid, t.time}, levelsBetween(0.0, latest, figure.interval));
    timings.lap();
    figure.source = source;
    layer.set(paintField(figure, layOut(figure, style, size, whole), style, colours, 1.0),
              {1.0, static_cast<double>(size.height())});
    timings.lap();
    view.setSource(source);
    view.setContours(figure.contours, figure.interval, QStringLiteral("s"));
    view.grabFramebuffer();
    timings.lap();
  }
  const double solving = timings.median(0, 4), contouring = timings.median(1, 4);
  const double drawing = timings.median(2, 4), frame = timings.median(3, 4);
  const double ours = solving + contouring + drawing;
  std::printf("%-22s %9.2f %9.2f %9.2f %9.2f %9.0f %14.2f\n", name, solving, contouring, drawing,
              ours, 1000.0 / ours, frame);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QSize size(1000, 620);
  std::printf("median of %d moves of the source, milliseconds, %d x %d pixels\n", kMoves,
              size.width(), size.height());
  std::printf("%-22s %9s %9s %9s %9s %9s %14s\n", "model", "solver", "contours", "drawing", "sum",
              "a second", "frame with GL");
  report("random field 128 x 128", generate(ModelKind::RandomField, paperGrid(), 1), size);
  report("layers 1361 x 281", generate(ModelKind::Layers, {1361, 281, 0.0125, 0.0125, {}}, 1),
         size);
  const char* named = std::getenv("ISOCHRON_SHARED_DATA");
  const std::filesystem::path marmousi =
      std::filesystem::path(named != nullptr ? named : "../shared/data") / "velocity" /
      "marmousi_smooth_12.5m.npy";
  if (std::filesystem::exists(marmousi))
    report("Marmousi 1361 x 281", VelocityFile::open(marmousi).read(), size);
  else
    std::printf("Marmousi is left out: set ISOCHRON_SHARED_DATA\n");
  return 0;
}
