// SPDX-License-Identifier: GPL-3.0-or-later
#include "info_command.h"

#include <iostream>
#include <memory>

#include "field/error.h"
#include "import_options.h"
#include "info_line.h"
#include "learning_commands.h"
#include "model_info.h"
#include "training/archive.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct InfoRequest {
  std::filesystem::path path;
  std::int64_t index = 0;
  bool json = false;
  ImportOptions import;
};

Json describe(const GeneratorRecord& generator) {
  Json json = {{"kind", generator.kind}};
  if (generator.seed) json["seed"] = *generator.seed;
  json["parameters"] = Json::object();
  for (const auto& [name, value] : generator.parameters) json["parameters"][name] = value;
  return json;
}

Json describeFile(const Import& import) {
  const FileSummary& summary = import.file.summary();
  Json json;
  json["file"] = import.file.path().string();
  json["format"] = summary.format;
  json["shape_in_file"] = summary.shape;
  json["type"] = toText(summary.type);
  json["byte_order"] = summary.order == ByteOrder::Little ? "little" : "big";
  json["fortran_order"] = summary.fortranOrder;
  if (!summary.arrays.empty()) {
    json["arrays"] = summary.arrays;
    json["array"] = summary.array;
  }
  json["values"] = {summary.min, summary.max};
  json["models"] = import.modelCount();
  if (summary.generator) json["generated"] = describe(*summary.generator);
  json["layout"] = describeLayout(import);
  return json;
}

std::string rangeInWords(double min, double max) {
  std::ostringstream text;
  text << min << " to " << max;
  return text.str();
}

void printFile(const Import& import) {
  const FileSummary& summary = import.file.summary();
  printLine("file", import.file.path().string());
  printLine("format", summary.format);
  std::string numbers = toText(summary.shape) + ", " + toText(summary.type);
  if (summary.type != ScalarType::Int8 && summary.type != ScalarType::UInt8)
    numbers += ", " + toText(summary.order);
  printLine("numbers", numbers + (summary.fortranOrder ? ", Fortran order" : ""));
  if (!summary.arrays.empty()) {
    std::string names;
    for (const std::string& name : summary.arrays)
      names += (names.empty() ? "" : ", ") + name + (name == summary.array ? " (in use)" : "");
    printLine("arrays", names);
  }
  printLine("values", rangeInWords(summary.min, summary.max));
  printLine("models", std::to_string(import.modelCount()));
  if (summary.generator) printLine("generated", toText(*summary.generator));
  for (const std::string& reason : import.reasons) {
    const std::size_t colon = reason.find(": ");
    printLine(reason.substr(0, colon), reason.substr(colon + 2));
  }
  for (const ImportDoubt& doubt : import.doubts)
    printLine("doubt", doubt.sentence + "; give " + doubt.option);
}

void runModelInfo(const InfoRequest& request) {
  const Json json = describeModelFile(request.path);
  if (request.json)
    std::cout << jsonText(json, 2) << '\n';
  else
    printModelFile(json);
}

void runInfo(const InfoRequest& request) {
  if (Archive::isArchive(request.path)) return runModelInfo(request);
  const Import import = openImport(request.path, request.import);
  Json json = describeFile(import);
  if (!request.json) printFile(import);
  // A file whose values cannot be used is described all the same, before the complaint.
  std::optional<VelocityModel> model;
  std::exception_ptr problem;
  try {
    model = import.read(request.index);
    json["index"] = request.index;
    json["model"] = describeModel(*model);
  } catch (const Error& error) {
    problem = std::current_exception();
    json["problem"] = error.what();
  }
  if (request.json) {
    std::cout << jsonText(json, 2) << '\n';
  } else if (model) {
    printLine("grid", gridInWords(model->grid()));
    printLine("velocity", rangeInWords(model->min(), model->max()) + " km/s");
  }
  if (problem) std::rethrow_exception(problem);
}

}  // namespace

void addInfoCommand(CLI::App& program) {
  const auto request = std::make_shared<InfoRequest>();
  CLI::App* command = program.add_subcommand("info", "Tell what is in a velocity file or a model");
  command->add_option("FILE", request->path, "File of any known format, or a trained model")
      ->required();
  command->add_option("--index", request->index, "Model to look at, counted from 0 [0]")
      ->type_name("I")
      ->check(notNegative());
  command->add_flag("--json", request->json, "Print JSON instead of text");
  // What it tells, isochron-cli-learn knows: see isLearningCommand().
  const std::string machineHelp = "Instead of a file: what this machine computes with";
  command->add_flag(kMachineOption, machineHelp);
  addImportOptions(*command, request->import);
  command->footer(
      "Examples:\n"
      "  isochron-cli info marmousi.npy\n"
      "  isochron-cli info model.bin --raw-shape 281,1361 --raw-type float32 --unit m/s\n"
      "  isochron-cli info vel1_1_0.npy --index 42 --json\n"
      "  isochron-cli info pca.isochron\n"
      "  isochron-cli info --machine\n");
  command->callback([request] { runInfo(*request); });
}

}  // namespace isochron::cli
