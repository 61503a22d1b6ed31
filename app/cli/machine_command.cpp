// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine_command.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>

#include "field/processor.h"
#include "generators/parallel_in_order.h"
#include "info_line.h"
#include "learning_commands.h"
#include "nn/kernels/mlp_kernels.h"
#include "training/archive.h"
#include "training/threads.h"

namespace isochron::cli {
namespace {

/// As the system calls it; empty where it does not.
std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return {};
}

/// OpenBLAS's own answer; null where LibTorch computes with another library.
template <typename Answer>
Answer askOpenBlas(const char* function) {
  auto* symbol = ::dlsym(RTLD_DEFAULT, function);
  return symbol == nullptr ? Answer() : reinterpret_cast<Answer (*)()>(symbol)();
}

Json describeMachine() {
  useThreads(0);
  Json json = {{"processor", processorName()},
               {"threads", threadCount(0)},
               {"kernels", mlpKernels<float>().machine},
               {"kernels_forced", kernelsAreForced()},
               {"libtorch", TORCH_VERSION},
               {"libtorch_threads", at::get_num_threads()}};
  const char* kernels = askOpenBlas<const char*>("openblas_get_corename");
  if (kernels == nullptr) return json;
  const char* config = askOpenBlas<const char*>("openblas_get_config");
  const char* asked = std::getenv("OPENBLAS_CORETYPE");
  json["openblas"] = {{"config", config != nullptr ? config : ""},
                      {"kernels", kernels},
                      {"asked_for", asked != nullptr ? Json(asked) : Json()},
                      {"threads", askOpenBlas<int>("openblas_get_num_threads")}};
  return json;
}

void printMachine(const Json& json) {
  const auto text = [](const Json& value) { return value.get<std::string>(); };
  printLine("processor", text(json["processor"]));
  printLine("threads", jsonText(json["threads"]));
  printLine("kernels", text(json["kernels"]) + (json["kernels_forced"].get<bool>()
                                                    ? ", as ISOCHRON_KERNELS says"
                                                    : ", the best that this processor can run"));
  printLine("LibTorch",
            text(json["libtorch"]) + ", " + jsonText(json["libtorch_threads"]) + " threads");
  if (!json.contains("openblas")) {
    printLine("OpenBLAS", "none: LibTorch computes with another library");
    return;
  }
  const Json& openblas = json["openblas"];
  std::string why = ", chosen by OpenBLAS";
  if (openblas["asked_for"].is_string())
    why = text(openblas["asked_for"]) == openBlasKernels()
              ? ", the best that this processor can run"
              : ", as OPENBLAS_CORETYPE = " + text(openblas["asked_for"]) + " asks";
  printLine("OpenBLAS", text(openblas["kernels"]) + " kernels" + why + ", " +
                            jsonText(openblas["threads"]) + " threads");
}

}  // namespace

void addMachineCommand(CLI::App& program) {
  struct Request {
    bool machine = false, json = false;
  };
  const auto request = std::make_shared<Request>();
  CLI::App* command = program.add_subcommand("info", "Tell what this machine computes with");
  command
      ->add_flag(kMachineOption, request->machine,
                 "Processor, threads, and the kernels that are used on it")
      ->required();
  command->add_flag("--json", request->json, "Print JSON instead of text");
  command->footer(
      "ISOCHRON_KERNELS=generic, avx2 or avx512 makes our kernels others than the best,\n"
      "OPENBLAS_CORETYPE those of OpenBLAS. Example:\n"
      "  isochron-cli info --machine\n");
  command->callback([request] {
    const Json json = describeMachine();
    if (request->json)
      std::cout << jsonText(json, 2) << '\n';
    else
      printMachine(json);
  });
}

}  // namespace isochron::cli
