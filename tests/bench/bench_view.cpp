// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of FieldView: our own work from new values to OpenGL calls, and whole frames beside it.
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>

#include "field/contours.h"
#include "field_painter.h"
#include "field_view.h"
#include "vtk_layer.h"

using namespace isochron;

namespace {

constexpr int kRuns = 31;

double medianMilliseconds(const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    QElapsedTimer timer;
    timer.start();
    work(run);
    times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  return times[kRuns / 2];
}

struct Case {
  const char* name;
  Grid grid;
  double interval;  // s
};

Field sample(const Grid& grid, const std::function<double(Point)>& value) {
  Field field{grid, Array(grid.nz, grid.nx)};
  for (int iz = 0; iz < grid.nz; ++iz) {
    for (int ix = 0; ix < grid.nx; ++ix) field.values(iz, ix) = value(grid.node(iz, ix));
  }
  return field;
}

Field velocity(const Grid& grid) {
  return sample(grid, [](Point p) { return 2.0 + p.z + 0.3 * std::sin(3.0 * p.x + 5.0 * p.z); });
}

// A new source every run, so that nothing can be kept from the run before.
Field traveltime(const Grid& grid, int run) {
  const Point source{grid.width() * (0.3 + 0.01 * run), 0.4 * grid.depth()};
  return sample(grid, [&](Point p) {
    return distance(p, source) / (2.5 + 0.4 * std::sin(2.0 * p.x + 3.0 * p.z));
  });
}

std::vector<std::vector<Contour>> contoursOfRuns(const Case& test) {
  std::vector<std::vector<Contour>> result;
  for (int run = 0; run < kRuns; ++run) {
    const Field time = traveltime(test.grid, run);
    result.push_back(contours(time, levelsBetween(0.0, time.values.maxCoeff(), test.interval)));
  }
  return result;
}

void report(const Case& test, QSize size) {
  const auto lines = contoursOfRuns(test);
  Figure figure;
  figure.field = std::make_shared<Field>(velocity(test.grid));
  figure.quantity = QStringLiteral("Velocity");
  figure.unit = QStringLiteral("km/s");
  figure.interval = test.interval;
  const FigureStyle style = printStyle(12.0);
  const auto whole = ViewTransform::whole(test.grid, {}, Aspect::Stretched, 1.0);
  DrawList list;
  const double listing = medianMilliseconds([&](int run) {
    ColouredField colours;  // a new one: the field counts as changed
    figure.values = valueRange(figure.field->values);
    figure.contours = lines[static_cast<std::size_t>(run)];
    list = paintField(figure, layOut(figure, style, size, whole), style, colours, 1.0);
  });
  vtkNew<vtkRenderer> renderer;
  VtkLayer layer(*renderer, 2);
  std::vector<DrawList> lists;
  ColouredField colours;
  for (const auto& contoursOfRun : lines) {
    figure.contours = contoursOfRun;
    lists.push_back(paintField(figure, layOut(figure, style, size, whole), style, colours, 1.0));
  }
  const double meshing = medianMilliseconds([&](int run) {
    layer.set(lists[static_cast<std::size_t>(run)], {1.0, static_cast<double>(size.height())});
  });
  FieldView view;
  view.setAspect(Aspect::Stretched);
  view.resize(size);
  view.show();
  const double frame = medianMilliseconds([&](int run) {
    view.setField(std::make_shared<Field>(*figure.field), figure.quantity, figure.unit);
    view.setContours(lines[static_cast<std::size_t>(run)], test.interval, QStringLiteral("s"));
    view.grabFramebuffer();
  });
  std::printf("%-12s %4zu contours %10.2f %10.2f %10.2f %14.2f\n", test.name, lines[0].size(),
              listing, meshing, listing + meshing, frame);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QSize size(1000, 620);
  std::printf("median of %d, milliseconds, %d x %d pixels\n", kRuns, size.width(), size.height());
  std::printf("%-12s %13s %10s %10s %10s %14s\n", "grid", "", "draw list", "triangles", "our work",
              "frame with GL");
  report({"128 x 128", {128, 128, 5.0 / 127, 1.0 / 127, {}}, 0.1}, size);
  report({"1361 x 281", {1361, 281, 0.0125, 0.0125, {}}, 0.2}, size);
  return 0;
}
