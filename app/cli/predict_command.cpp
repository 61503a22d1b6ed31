// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict_command.h"

#include <iostream>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "pinn/refinement.h"
#include "progress.h"
#include "training/device.h"

namespace isochron::cli {
namespace {

struct PredictRequest {
  std::filesystem::path model, velocity, out;
  std::optional<std::string> source;
  std::optional<std::int64_t> index;
  double refine = 0.0;  // ms
  int threads = 1;
  ImportOptions import;
};

class Prediction {
 public:
  Prediction(const PredictRequest& request, LatentPinnInput& input)
      : request_(request),
        input_(input),
        nodes_(nodesOf(input.model.grid())),
        source_(placeOf(request, input.model.grid())),
        field_(input.model.field(source_, nodes_, request.threads)) {
    if (request.refine > 0.0 && !field_)
      throw Error(request.model.string(), "its network cannot be refined",
                  "leave --refine out, or take a branch-trunk network");
  }

  Field of(std::int64_t index) {
    const std::vector<float> latents = input_.model.encode(input_.velocity(index));
    std::vector<float> times;
    if (field_) {
      std::vector<float> coefficients = field_->coefficients(latents);
      if (request_.refine > 0.0) {
        RefinementOptions options;
        options.budget = std::chrono::duration<double, std::milli>(request_.refine);
        coefficients = refine(*field_, input_.model.ansatz(), input_.read(index), source_,
                              std::move(coefficients), options)
                           .coefficients;
      }
      times.resize(nodes_.size());
      field_->values(coefficients, times);
      for (std::size_t i = 0; i < times.size(); ++i)
        times[i] = static_cast<float>(distance(nodes_[i], source_) *
                                      input_.model.ansatz().meanSlowness(times[i]));
    } else {
      times = input_.model.traveltimes(latents, source_, nodes_);
    }
    const Grid& grid = input_.model.grid();
    using Field32 = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return {grid, Eigen::Map<const Field32>(times.data(), grid.nz, grid.nx).cast<double>()};
  }

 private:
  static Point placeOf(const PredictRequest& request, const Grid& grid) {
    if (!request.source)
      return {grid.origin.x + 0.5 * grid.width(), grid.origin.z + 0.5 * grid.depth()};
    const Point source = parsePoint("--source", *request.source);
    if (!grid.contains(source))
      throw Error("--source", "lies outside the network's box", "choose a place inside");
    return source;
  }

  const PredictRequest& request_;
  LatentPinnInput& input_;
  std::vector<Point> nodes_;
  Point source_;
  std::unique_ptr<BranchTrunkField> field_;
};

void predict(const PredictRequest& request, const std::stop_token& stop) {
  useThreads(request.threads);
  LatentPinnInput input = openLatentPinn(request.model, request.velocity, request.import);
  printReasons(input.import);
  const std::int64_t models = input.import.modelCount();
  if (request.index && *request.index >= models)
    throw Error("--index", "there are " + std::to_string(models) + " models",
                "counting begins at 0");
  const bool single = request.index.has_value() || !input.import.isSequence();
  const std::int64_t first = request.index.value_or(0), count = single ? 1 : models;
  Prediction prediction(request, input);
  FieldOutput output(request.out, single ? std::nullopt : std::optional(count), "traveltime_s");
  Progress progress("answering", count);
  for (std::int64_t i = 0; i < count; ++i) {
    if (stop.stop_requested()) throw Cancelled();
    output.add(prediction.of(first + i));
    progress.update(i + 1);
  }
  output.finish();
}

}  // namespace

void addPredictCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<PredictRequest>();
  CLI::App& command = addLearningCommand(program, "predict");
  command.add_option("--model", request->model, "A latentPINN")->type_name("FILE")->required();
  command.add_option("--velocity", request->velocity, "Velocity file of any known format")
      ->type_name("FILE")
      ->required();
  command.add_option("--source", request->source, "Place of the source, km [middle of the box]")
      ->type_name("X,Z");
  command
      .add_option("--out", request->out,
                  "Traveltimes in s: .npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--refine", request->refine,
                  "Refine every answer with the true velocity, ms at most [0: not]")
      ->type_name("MS")
      ->check(notNegative());
  command.add_option("--index", request->index, "This model alone, counted from 0 [all]")
      ->type_name("I")
      ->check(notNegative());
  command.add_option("--threads", request->threads, "How many share the work [1]")
      ->type_name("N")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""));
  addImportOptions(command, request->import);
  command.footer(
      "Example:\n"
      "  isochron-cli predict --model grf.isochron --velocity v.npy --source 1.2,0.3 --out "
      "T.npy\n");
  command.callback([request, stop] { predict(*request, stop); });
}

}  // namespace isochron::cli
