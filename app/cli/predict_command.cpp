// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict_command.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "progress.h"
#include "validators.h"

namespace isochron::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct PredictRequest : LatentPinnRequest {
  std::filesystem::path out;
  std::optional<std::string> source;
  std::optional<std::int64_t> index;
  bool json = false;
};

/// What is told of the answers at the end.
struct PredictSummary {
  std::int64_t models = 0;
  double seconds = 0.0;
  double latest = 0.0;                // s
  std::optional<std::int64_t> steps;  // of refinement, all models together
};

class Prediction {
 public:
  Prediction(const PredictRequest& request, LatentPinnInput& input, Point source)
      : input_(input),
        field_(input.model(), input.grid(), source, request.threads),
        refinement_(refinementOf(request)) {}

  Field of(std::int64_t index) {
    const VelocityModel model = input_.read(index);
    const auto start = Clock::now();
    AnswerCoefficients coefficients = field_.coefficients(input_.model().encode(model));
    if (refinement_)
      summary_.steps =
          summary_.steps.value_or(0) + field_.refine(model, coefficients, *refinement_).steps;
    const std::vector<float> times = field_.traveltimes(coefficients);
    summary_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    summary_.latest = std::max(summary_.latest,
                               static_cast<double>(*std::max_element(times.begin(), times.end())));
    ++summary_.models;
    const Grid& grid = input_.grid();
    using Field32 = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return {grid, Eigen::Map<const Field32>(times.data(), grid.nz, grid.nx).cast<double>()};
  }

  const PredictSummary& summary() const { return summary_; }

 private:
  LatentPinnInput& input_;
  LatentPinnField field_;
  std::optional<RefinementOptions> refinement_;
  PredictSummary summary_;
};

void reportInJson(const PredictRequest& request, Point source, const PredictSummary& summary) {
  Json json = {{"model", request.model.string()}, {"velocity", request.velocity.string()},
               {"models", summary.models},        {"source_km", {source.x, source.z}},
               {"latest_time_s", summary.latest}, {"seconds", summary.seconds},
               {"out", request.out.string()}};
  if (summary.steps) json["refinement_steps"] = *summary.steps;
  std::cout << jsonText(json, 2) << '\n';
}

void reportInWords(const PredictRequest& request, const PredictSummary& summary) {
  std::cout << summary.models << (summary.models == 1 ? " model" : " models") << " answered in "
            << summary.seconds << " s, latest arrival " << summary.latest << " s";
  if (summary.steps) std::cout << ", refined in " << *summary.steps << " steps";
  std::cout << ", wrote " << request.out.string() << '\n';
}

void predict(const PredictRequest& request, const std::stop_token& stop) {
  LatentPinnInput input(request);
  const std::int64_t models = input.count();
  if (request.index && *request.index >= models)
    throw Error("--index", "there are " + std::to_string(models) + " models",
                "counting begins at 0");
  const bool single = request.index.has_value() || !input.isSequence();
  const std::int64_t first = request.index.value_or(0), count = single ? 1 : models;
  const Point source =
      request.source ? parsePoint("--source", *request.source) : UnitBox(input.grid()).middle();
  Prediction prediction(request, input, input.inside(source));
  FieldOutput output(request.out, single ? std::nullopt : std::optional(count), "traveltime_s");
  {
    Progress progress("answering", count);
    for (std::int64_t i = 0; i < count; ++i) {
      if (stop.stop_requested()) throw Cancelled();
      output.add(prediction.of(first + i));
      progress.update(i + 1);
    }
  }
  output.finish();
  if (request.json)
    reportInJson(request, source, prediction.summary());
  else
    reportInWords(request, prediction.summary());
}

}  // namespace

void addPredictCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<PredictRequest>();
  CLI::App& command = addLearningCommand(program, "predict");
  addLatentPinnOptions(command, *request);
  command.add_option("--source", request->source, "Place of the source, km [middle of the box]")
      ->type_name("X,Z");
  command
      .add_option("--out", request->out,
                  "Traveltimes in s: .npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE")
      ->required();
  command.add_option("--index", request->index, "This model alone, counted from 0 [all]")
      ->type_name("I")
      ->check(notNegative());
  command.add_flag("--json", request->json, "Print JSON instead of text");
  command.footer(
      "One file of N models gives traveltimes (N, nz, nx), s. The source may be anywhere in the\n"
      "box that the network was trained for.\n\n"
      "Examples:\n"
      "  isochron-cli predict --model grf.isochron --velocity v.npy --source 1.2,0.3 --out T.npy\n"
      "  isochron-cli predict --model grf.isochron --velocity v.npy --refine-steps 20 \\\n"
      "      --out T.npy\n");
  command.callback([request, stop] { predict(*request, stop); });
}

}  // namespace isochron::cli
