// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert_command.h"

#include <iostream>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "import_options.h"
#include "progress.h"
#include "training/archive.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct ConvertRequest {
  std::filesystem::path in;
  std::filesystem::path out;
  std::optional<std::int64_t> index;
  std::optional<std::vector<double>> crop;  // x0, z0, x1, z1 in km
  std::optional<NodeCounts> size;
  bool json = false;
  ImportOptions import;
};

VelocityModel shaped(VelocityModel model, const ConvertRequest& request) {
  if (request.crop) {
    const std::vector<double>& c = *request.crop;
    model = crop(model, {c[0], c[1]}, {c[2], c[3]});
  }
  if (request.size) model = resample(model, request.size->nx, request.size->nz);
  return model;
}

/// No count for a file of one model: the output has two axes then.
std::optional<std::int64_t> outputCount(const ConvertRequest& request, const Import& import) {
  if (request.index || !import.isSequence()) return {};
  const std::int64_t count = import.modelCount();
  if (count == 1 && !isNpy(request.out)) return {};
  return count;
}

void report(const ConvertRequest& request, const Import& import, const VelocityModel& last,
            std::optional<std::int64_t> count) {
  if (request.json) {
    Json json;
    json["in"] = request.in.string();
    json["out"] = request.out.string();
    json["models"] = count.value_or(1);
    json["layout"] = describeLayout(import);
    json["model"] = describeModel(last);
    std::cout << jsonText(json, 2) << '\n';
    return;
  }
  std::cout << request.out.string() << ": " << (count ? std::to_string(*count) + " models of " : "")
            << gridInWords(last.grid()) << ", km/s\n";
}

void runConvert(const ConvertRequest& request, const std::stop_token& stop) {
  const Import import = openImport(request.in, request.import);
  const std::optional<std::int64_t> count = outputCount(request, import);
  FieldOutput output(request.out, count, "velocity [km/s]");
  // No guess becomes a fact: what is written is known, or asked for.
  if (request.crop || keepsSpacing(request.out))
    requireSpacing(import);
  else
    requireSettled(import, false);
  Progress progress("converting", count.value_or(1));
  const std::int64_t first = request.index.value_or(0);
  std::optional<VelocityModel> last;
  for (std::int64_t i = 0; i < count.value_or(1); ++i) {
    if (stop.stop_requested()) throw Cancelled();
    last = shaped(import.read(first + i), request);
    if (i == 0) printReasons(import);
    output.add(last->field());
    progress.update(i + 1);
  }
  output.finish();
  report(request, import, *last, count);
}

}  // namespace

void addConvertCommand(CLI::App& program, const std::stop_token& stop) {
  const auto request = std::make_shared<ConvertRequest>();
  CLI::App* command =
      program.add_subcommand("convert", "Write velocity models in another format, in km/s");
  command->add_option("IN", request->in, "File of any known format")->required();
  command->add_option("OUT", request->out, ".npy, .csv, .txt, .vti, .bin, .raw or .f32")
      ->required();
  command->add_option("--index", request->index, "This model alone, counted from 0 [all]")
      ->type_name("I")
      ->check(notNegative());
  command
      ->add_option_function<std::string>(
          "--crop",
          [request](const std::string& text) { request->crop = parseLengths("--crop", text, 4); },
          "Keep the nodes inside this rectangle, km")
      ->type_name("X0,Z0,X1,Z1");
  command
      ->add_option_function<std::string>(
          "--size",
          [request](const std::string& text) { request->size = parseSize("--size", text); },
          "Resample to so many nodes over the same extent (after --crop)")
      ->type_name("NX,NZ");
  command->add_flag("--json", request->json, "Print JSON instead of text");
  addImportOptions(*command, request->import);
  command->footer(
      "The output holds km/s, [iz, ix], z downward. A file of N models becomes an npy of\n"
      "(N, nz, nx). npy and raw files do not keep the spacing; csv and\n"
      "vti do, and ask for it where it is not known.\n\n"
      "Examples:\n"
      "  isochron-cli convert marmousi.sgy marmousi.vti\n"
      "  isochron-cli convert vel1_1_0.npy flat.npy --unit m/s --size 128,128\n"
      "  isochron-cli convert big.npy part.npy --spacing 12.5m,12.5m --crop 3,0,8,3\n"
      "  isochron-cli convert section.png model.npy --grey 1.5,4.5 --spacing 10m,10m\n");
  command->callback([request, stop] { runConvert(*request, stop); });
}

}  // namespace isochron::cli
