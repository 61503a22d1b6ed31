// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_command.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <memory>

#include "eikonal/eikonal_solver.h"
#include "eikonal_cases.h"
#include "progress.h"
#include "training/archive.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct BenchRequest {
  std::string data;
  int repeat = 15;
  bool json = false;
};

struct Measurement {
  std::string name;
  Grid grid;
  double meanError = 0.0;  // relative, source node left out
  double maxError = 0.0;
  double milliseconds = 0.0;  // median
};

Measurement measure(const EikonalCase& test, int repeat, const std::stop_token& stop) {
  EikonalSolver solver;
  Traveltimes t = solver.solve(test.model, test.source, stop);
  std::vector<double> times;
  for (int i = 0; i < repeat; ++i) {
    const auto start = std::chrono::steady_clock::now();
    t = solver.solve(test.model, test.source, stop);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::nth_element(times.begin(), times.begin() + repeat / 2, times.end());
  const Array errors = (test.exact > 0)
                           .select((t.time - test.exact).abs() / test.exact,
                                   Array::Zero(test.exact.rows(), test.exact.cols()));
  const auto counted = static_cast<double>((test.exact > 0).count());
  return {test.name, test.model.grid(), errors.sum() / counted, errors.maxCoeff(),
          times[static_cast<std::size_t>(repeat / 2)]};
}

void print(const std::vector<Measurement>& measurements, bool json) {
  if (json) {
    Json report = Json::array();
    for (const Measurement& m : measurements)
      report.push_back({{"case", m.name},
                        {"nodes", {m.grid.nx, m.grid.nz}},
                        {"mean_relative_error", m.meanError},
                        {"max_relative_error", m.maxError},
                        {"median_ms", m.milliseconds}});
    std::cout << jsonText(report, 2) << '\n';
    return;
  }
  std::cout << std::left << std::setw(32) << "case" << std::right << std::setw(12) << "mean error"
            << std::setw(12) << "max error" << std::setw(12) << "median ms" << '\n';
  for (const Measurement& m : measurements)
    std::cout << std::left << std::setw(32) << m.name << std::right << std::scientific
              << std::setprecision(2) << std::setw(12) << m.meanError << std::setw(12) << m.maxError
              << std::fixed << std::setprecision(3) << std::setw(12) << m.milliseconds << '\n';
}

void benchEikonal(const BenchRequest& request, const std::stop_token& stop) {
  std::vector<EikonalCase> cases = closedFormCases();
  if (auto test = randomFieldCase(request.data))
    cases.push_back(std::move(*test));
  else
    printMessage("grf 128 is left out: no eikonal/grf_128_v.npy and grf_128_t.npy in '" +
                 request.data + "'; name their folder with --data");
  std::vector<Measurement> measurements;
  measurements.reserve(cases.size());
  for (const EikonalCase& test : cases) measurements.push_back(measure(test, request.repeat, stop));
  print(measurements, request.json);
}

}  // namespace

void addBenchCommand(CLI::App& program, const std::stop_token& stop) {
  auto request = std::make_shared<BenchRequest>();
  const char* named = std::getenv("ISOCHRON_SHARED_DATA");
  request->data = named != nullptr ? named : "../shared/data";
  CLI::App* bench = program.add_subcommand("bench", "Measure speed and accuracy on this machine");
  bench->require_subcommand(1);
  CLI::App* eikonal =
      bench->add_subcommand("eikonal", "The solver on models with known traveltimes, one thread");
  eikonal
      ->add_option("--data", request->data,
                   "Folder of reference solutions (also ISOCHRON_SHARED_DATA)")
      ->capture_default_str();
  eikonal->add_option("--repeat", request->repeat, "Solves per case; the median is shown")
      ->check(within(1, 10000))
      ->capture_default_str();
  eikonal->add_flag("--json", request->json, "Report as JSON");
  eikonal->footer(
      "Relative errors |T - Texact| / Texact, the source node left out. Example:\n"
      "  isochron-cli bench eikonal --repeat 50");
  eikonal->callback([request, stop] { benchEikonal(*request, stop); });
}

}  // namespace isochron::cli
