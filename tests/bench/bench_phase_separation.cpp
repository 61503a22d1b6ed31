// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of phase separation: what its patterns are like beside published ones, and the processor
// time that they take. Usage: bench_phase_separation [COUNT [FILE...]]; the files hold patterns of
// 0 and 1, those of the shared data where none is named.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "formats/velocity_file.h"
#include "generators/generators.h"
#include "pattern_statistics.h"
#include "shared_data.h"

using namespace isochron;
using isochron::tests::PatternStatistics;
using isochron::tests::patternStatistics;

namespace {

/// From velocities v = 2 (u + 2).
Array phasesOf(const VelocityModel& model) { return model.velocity() / 2.0 - 2.0; }

void print(const std::string& name, const PatternStatistics& s) {
  std::printf("%-28s %9.3f %12.4f %9.2f %11.4f\n", name.c_str(), s.fraction, s.correlation,
              s.border, s.sharpness);
}

PatternStatistics quantile(const std::vector<PatternStatistics>& all, double share) {
  const auto of = [&](double PatternStatistics::*member) {
    std::vector<double> values;
    for (const PatternStatistics& one : all) values.push_back(one.*member);
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {of(&PatternStatistics::fraction), of(&PatternStatistics::correlation),
          of(&PatternStatistics::border), of(&PatternStatistics::sharpness)};
}

std::vector<std::filesystem::path> files(int argc, char** argv) {
  std::vector<std::filesystem::path> paths(argv + std::min(argc, 2), argv + argc);
  const auto folder = tests::sharedData() / "phase-separation";
  if (paths.empty() && std::filesystem::exists(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200;
  std::printf("%-28s %9s %12s %9s %11s\n", "lengths in boxes", "fraction", "correlation", "border",
              "sharpness");
  for (const std::filesystem::path& path : files(argc, argv))
    print(path.filename().string(), patternStatistics(phasesOf(VelocityFile::open(path).read())));
  const Grid fine = paperGrid(400, 400);
  const ModelMaker maker = modelMaker(ModelKind::PhaseSeparation, fine);
  std::vector<PatternStatistics> ours;
  for (int i = 0; i < count; ++i)
    ours.push_back(patternStatistics(phasesOf(maker(static_cast<std::uint64_t>(i)))));
  print("ours, 10th of 100", quantile(ours, 0.1));
  print("ours, median", quantile(ours, 0.5));
  print("ours, 90th of 100", quantile(ours, 0.9));

  const Grid grid = paperGrid();
  const ModelMaker phases = modelMaker(ModelKind::PhaseSeparation, grid);
  const ModelMaker fields = modelMaker(ModelKind::RandomField, grid);
  const auto seconds = [&](const ModelMaker& make) {
    const double start = processorSeconds();
    for (int i = 0; i < count; ++i) make(static_cast<std::uint64_t>(i));
    return (processorSeconds() - start) / count;
  };
  for (int round = 0; round < 5; ++round)
    std::printf(
        "128 x 128 nodes, one thread: %.2f ms of processor time a pattern, random field %.2f\n",
        1000.0 * seconds(phases), 1000.0 * seconds(fields));
  return 0;
}
