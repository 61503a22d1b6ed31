// SPDX-License-Identifier: GPL-3.0-or-later
#include "latent_pinn_input.h"

#include <algorithm>
#include <cmath>

#include "arguments.h"
#include "field/error.h"
#include "formats/decimal.h"
#include "training/threads.h"
#include "training/training.h"
#include "validators.h"

namespace isochron::cli {
namespace {

void checkGrid(const std::filesystem::path& path, const Grid& grid, const Grid& trained) {
  if (grid.nx != trained.nx || grid.nz != trained.nz)
    throw Error(path.string(),
                "has " + std::to_string(grid.nx) + " x " + std::to_string(grid.nz) +
                    " nodes, the network was trained with " + std::to_string(trained.nx) + " x " +
                    std::to_string(trained.nz),
                "resample it: isochron-cli convert " + path.string() + " OUT.npy --size " +
                    std::to_string(trained.nx) + "," + std::to_string(trained.nz));
  if (std::abs(grid.width() - trained.width()) > 1e-3 * trained.width() ||
      std::abs(grid.depth() - trained.depth()) > 1e-3 * trained.depth())
    throw Error(path.string(),
                "is " + gridInWords(grid) + "; the network was trained for " + gridInWords(trained),
                "traveltimes depend on the size: give --spacing " + decimal(trained.dx) + "," +
                    decimal(trained.dz) + " if the models are to have that one");
}

Import openFor(const LatentPinn& model, const LatentPinnRequest& request) {
  Import import = openImport(request.velocity, request.import);
  requireSettled(import);
  if (import.modelCount() < 1)
    throw Error(request.velocity.string(), "holds no model", "give a file with velocities");
  if (model.anyBox()) {
    requireSpacing(import);
    return import;
  }
  const Grid& trained = model.grid();
  if (!import.spacingKnown) {
    import.layout.dx = trained.dx;
    import.layout.dz = trained.dz;
    if (!request.import.origin) import.layout.origin = trained.origin;
    std::erase_if(import.reasons,
                  [](const std::string& reason) { return reason.starts_with("spacing: "); });
    import.reasons.push_back("spacing: that of the models the network has learnt from");
  }
  checkGrid(request.velocity, import.read(0).grid(), trained);
  return import;
}

}  // namespace

std::optional<RefinementOptions> refinementOf(const LatentPinnRequest& request) {
  if (request.refine == 0.0 && request.refineSteps == 0) return {};
  RefinementOptions options;
  if (request.refineSteps > 0) options.steps = request.refineSteps;
  if (request.refine > 0.0)
    options.time = std::chrono::duration<double, std::milli>(request.refine);
  return options;
}

Archive readLatentPinn(const std::filesystem::path& path) {
  Archive archive = Archive::read(path);
  if (const Json& kind = archive.described("kind"); kind != "latentpinn")
    throw Error(path.string(), "holds " + jsonText(kind) + ", no latentPINN",
                "give a model that train latentpinn has made");
  return archive;
}

LatentPinnInput::LatentPinnInput(const LatentPinnRequest& request)
    : LatentPinnInput(request, readLatentPinn(request.model)) {}

LatentPinnInput::LatentPinnInput(const LatentPinnRequest& request, const Archive& archive)
    : trainingSeconds_(trainingSecondsOf(archive)),
      model_((useThreads(request.threads), LatentPinn(archive, request.threads))),
      import_(openFor(model_, request)),
      grid_(import_.read(0).grid()) {
  printReasons(import_);
  if (refinementOf(request) && model_.config().network != "branch-trunk")
    throw Error(request.model.string(), "its network has no coefficients that could be refined",
                "leave --refine and --refine-steps out, or take a branch-trunk network");
}

Point LatentPinnInput::inside(Point source) const {
  if (!grid_.contains(source))
    throw Error("--source", "lies outside of the model, which is " + gridInWords(grid_),
                "choose a place inside, such as --source " +
                    decimal(grid_.origin.x + grid_.width() / 2) + "," +
                    decimal(grid_.origin.z + grid_.depth() / 2));
  return source;
}

Point LatentPinnInput::sourceOf(const std::optional<std::string>& typed) const {
  return inside(typed ? parsePoint("--source", *typed) : UnitBox(grid_).middle());
}

std::vector<float> rowsOf(const Array& values) {
  std::vector<float> rows(static_cast<std::size_t>(values.size()));
  std::transform(values.data(), values.data() + values.size(), rows.begin(),
                 [](double value) { return static_cast<float>(value); });
  return rows;
}

void addLatentPinnOptions(CLI::App& command, LatentPinnRequest& request) {
  command.add_option("--model", request.model, "A latentPINN")->type_name("FILE")->required();
  command.add_option("--velocity", request.velocity, "Models to answer for, in any known format")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--refine-steps", request.refineSteps,
                  "Refine every answer with the true velocity, in so many steps at most: the same "
                  "answer under every load")
      ->type_name("N")
      ->check(notNegative());
  command
      .add_option("--refine", request.refine,
                  "The same for so many ms at most, as far as this machine gets")
      ->type_name("MS")
      ->check(notNegative());
  command.add_option("--threads", request.threads, "How many share the work [1]")
      ->type_name("N")
      ->check(positive());
  addImportOptions(command, request.import);
}

}  // namespace isochron::cli
