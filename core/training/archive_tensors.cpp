// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/archive_tensors.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cstring>

#include "field/error.h"

namespace isochron {
namespace {

torch::ScalarType scalarTypeOf(ArrayType type) {
  switch (type) {
    case ArrayType::Float32:
      return torch::kFloat32;
    case ArrayType::Float64:
      return torch::kFloat64;
    case ArrayType::Int64:
      return torch::kInt64;
    case ArrayType::UInt8:
      return torch::kUInt8;
  }
  return torch::kFloat32;
}

ArrayType arrayTypeOf(torch::ScalarType type) {
  for (const ArrayType known :
       {ArrayType::Float32, ArrayType::Float64, ArrayType::Int64, ArrayType::UInt8})
    if (scalarTypeOf(known) == type) return known;
  TORCH_CHECK(false, "archives hold no tensors of type ", type);
}

}  // namespace

void put(Archive& archive, const std::string& name, const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.detach().to(torch::kCPU).contiguous();
  ArchivedArray array{arrayTypeOf(values.scalar_type()), values.sizes().vec(), {}};
  array.bytes.resize(values.nbytes());
  if (!array.bytes.empty()) std::memcpy(array.bytes.data(), values.data_ptr(), array.bytes.size());
  archive.put(name, std::move(array));
}

torch::Tensor tensorOf(const Archive& archive, const std::string& name) {
  const ArchivedArray& array = archive.at(name);
  torch::Tensor values = torch::empty(array.shape, scalarTypeOf(array.type));
  if (!array.bytes.empty()) std::memcpy(values.data_ptr(), array.bytes.data(), array.bytes.size());
  return values;
}

void restore(const Archive& archive, const std::string& name, torch::Tensor& target) {
  const torch::Tensor values = tensorOf(archive, name);
  if (values.sizes() != target.sizes() || values.scalar_type() != target.scalar_type())
    throw Error(archive.name(), "array '" + name + "' has another shape than its settings say",
                "the file is damaged; take an older copy of it");
  const torch::NoGradGuard noGradients;
  target.copy_(values);
}

torch::Generator makeGenerator(std::uint64_t seed) { return at::detail::createCPUGenerator(seed); }

void put(Archive& archive, const std::string& name, const torch::Generator& generator) {
  put(archive, name, generator.get_state());
}

void restore(const Archive& archive, const std::string& name, torch::Generator& generator) {
  generator.set_state(tensorOf(archive, name));
}

}  // namespace isochron
