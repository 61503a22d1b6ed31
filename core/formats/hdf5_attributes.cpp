// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hdf5_attributes.h"

#include <algorithm>

#include "formats/hdf5_bytes.h"
#include "formats/hdf5_dense.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

constexpr std::size_t kLongestText = 1024;
constexpr hssize_t kMostNumbers = 64;

/// One value of variable length: how many elements, and where they lie.
constexpr std::size_t kReference = 16;

/// Walks over the messages of an object's header in search of one attribute.
class AttributeFinder {
 public:
  AttributeFinder(const Hdf5Bytes& file, std::string_view name) : file_(file), name_(name) {}

  /// The attribute's stored bytes; empty where it is not there.
  Bytes find(std::uint64_t header) {
    if (file_.has(header, "OHDR"))
      walkSecond(header);
    else
      walkFirst(header);
    return found_;
  }

 private:
  static constexpr std::uint64_t kAttribute = 0x0C, kContinuation = 0x10, kAttributeInfo = 0x15;
  static constexpr int kMostBlocks = 64;

  void walkFirst(std::uint64_t header) {
    const Bytes head = file_.at(header, 16);
    if (head.empty() || hdf5Number(head, 0, 1) != 1) return;
    firstMessages(file_.at(header + 16, hdf5Number(head, 8, 4)));
  }

  void firstMessages(Bytes block) {
    if (++blocks_ > kMostBlocks) return;
    for (std::size_t at = 0; at + 8 <= block.size() && found_.empty();) {
      const std::uint64_t type = hdf5Number(block, at, 2), size = hdf5Number(block, at + 2, 2);
      if (size > block.size() - at - 8) return;
      const Bytes message = block.subspan(at + 8, size);
      if (type == kAttribute) look(message);
      if (type == kAttributeInfo)
        visitDenseAttributes(file_, message, [this](Bytes attribute) {
          look(attribute);
          return found_.empty();
        });
      if (type == kContinuation && message.size() >= 16)
        firstMessages(file_.at(hdf5Number(message, 0, 8), hdf5Number(message, 8, 8)));
      at += 8 + size;
    }
  }

  void walkSecond(std::uint64_t header) {
    const Bytes head = file_.at(header, 6);
    if (head.empty()) return;
    const std::uint64_t flags = hdf5Number(head, 5, 1);
    std::uint64_t at =
        header + 6 + ((flags & 0x20U) != 0 ? 16 : 0) + ((flags & 0x10U) != 0 ? 4 : 0);
    const std::size_t sizeBytes = std::size_t{1} << (flags & 3U);
    const Bytes size = file_.at(at, sizeBytes);
    if (size.empty()) return;
    at += sizeBytes;
    const std::uint64_t length = hdf5Number(size, 0, sizeBytes);
    secondMessages(file_.at(at, length), (flags & 0x04U) != 0);
  }

  void secondMessages(Bytes block, bool ordered) {
    if (++blocks_ > kMostBlocks) return;
    const std::size_t head = ordered ? 6 : 4;
    for (std::size_t at = 0; at + head <= block.size() && found_.empty();) {
      const std::uint64_t type = hdf5Number(block, at, 1), size = hdf5Number(block, at + 1, 2);
      if (size > block.size() - at - head) return;
      const Bytes message = block.subspan(at + head, size);
      if (type == kAttribute) look(message);
      if (type == kAttributeInfo)
        visitDenseAttributes(file_, message, [this](Bytes attribute) {
          look(attribute);
          return found_.empty();
        });
      if (type == kContinuation && message.size() >= 16) {
        const std::uint64_t address = hdf5Number(message, 0, 8), length = hdf5Number(message, 8, 8);
        // A mark before, a checksum behind.
        if (file_.has(address, "OCHK") && length > 8)
          secondMessages(file_.at(address + 4, length - 8), ordered);
      }
      at += head + size;
    }
  }

  void look(Bytes message) {
    if (message.size() < 9) return;
    const std::uint64_t version = hdf5Number(message, 0, 1);
    if (version < 1 || version > 3) return;
    const auto padded = [&](std::uint64_t size) {
      return version == 1 ? (size + 7) / 8 * 8 : size;
    };
    const std::uint64_t nameSize = hdf5Number(message, 2, 2);
    const std::size_t nameAt = version == 3 ? 9 : 8;
    const std::uint64_t dataAt = nameAt + padded(nameSize) + padded(hdf5Number(message, 4, 2)) +
                                 padded(hdf5Number(message, 6, 2));
    if (nameAt + nameSize > message.size() || dataAt > message.size()) return;
    const auto* text = reinterpret_cast<const char*>(message.data() + nameAt);
    const std::string_view name(text, nameSize);
    if (name.substr(0, name.find('\0')) == name_) found_ = message.subspan(dataAt);
  }

  const Hdf5Bytes& file_;
  std::string_view name_;
  Bytes found_;
  int blocks_ = 0;
};

std::string textOf(Bytes bytes) {
  const auto length = std::min(bytes.size(), kLongestText);
  const std::string text(reinterpret_cast<const char*>(bytes.data()), length);
  return std::string(trimmed(std::string_view(text).substr(0, text.find('\0'))));
}

/// Reads the attributes of one object, one after the other.
class AttributeReader {
 public:
  AttributeReader(const FileBytes& file, hid_t object) : bytes_(file, object) {
    H5O_info_t info{};
    if (H5Oget_info2(object, &info, H5O_INFO_BASIC) >= 0) header_ = info.addr;
  }

  void read(hid_t attribute, const std::string& name, Hdf5Attributes& result) const {
    const Hdf5Handle type(H5Aget_type(attribute), H5Tclose);
    const Hdf5Handle space(H5Aget_space(attribute), H5Sclose);
    const hssize_t count = H5Sget_simple_extent_npoints(space.get());
    if (count < 1 || count > kMostNumbers) return;
    const H5T_class_t kind = H5Tget_class(type.get());
    const bool common = H5Tget_precision(type.get()) == 8 * H5Tget_size(type.get()) &&
                        H5Tget_size(type.get()) <= sizeof(double);
    if ((kind == H5T_FLOAT || kind == H5T_INTEGER) && common) {
      std::vector<double> values(static_cast<std::size_t>(count));
      if (H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()) >= 0)
        result.numbers[name] = std::move(values);
    } else if (kind == H5T_STRING && H5Tis_variable_str(type.get()) > 0) {
      const std::vector<std::string> texts = variableTexts(name, static_cast<std::size_t>(count));
      if (name == "DIMENSION_LABELS")
        result.labels = texts;
      else if (texts.size() == 1)
        result.texts[name] = texts.front();
    } else if (kind == H5T_STRING && count == 1) {
      const std::size_t size = H5Tget_size(type.get());
      std::vector<std::byte> text(std::min(size, kLongestText));
      if (size > 0 && size <= kLongestText && H5Aread(attribute, type.get(), text.data()) >= 0)
        result.texts[name] = textOf(text);
    } else if (kind == H5T_VLEN && name == "DIMENSION_LIST") {
      result.scales = scales(static_cast<std::size_t>(count));
    }
  }

 private:
  std::vector<std::string> variableTexts(const std::string& name, std::size_t count) const {
    const Bytes stored = AttributeFinder(bytes_, name).find(header_);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count && (i + 1) * kReference <= stored.size(); ++i) {
      const Bytes reference = stored.subspan(i * kReference, kReference);
      const Bytes text =
          bytes_.heapObject(hdf5Number(reference, 4, 8), hdf5Number(reference, 12, 4));
      texts.push_back(
          textOf(text.first(std::min<std::size_t>(text.size(), hdf5Number(reference, 0, 4)))));
    }
    return texts;
  }

  std::vector<std::vector<std::uint64_t>> scales(std::size_t count) const {
    const Bytes stored = AttributeFinder(bytes_, "DIMENSION_LIST").find(header_);
    std::vector<std::vector<std::uint64_t>> axes;
    for (std::size_t i = 0; i < count && (i + 1) * kReference <= stored.size(); ++i) {
      const Bytes reference = stored.subspan(i * kReference, kReference);
      const Bytes addresses =
          bytes_.heapObject(hdf5Number(reference, 4, 8), hdf5Number(reference, 12, 4));
      std::vector<std::uint64_t>& axis = axes.emplace_back();
      for (std::size_t at = 0; at + 8 <= addresses.size(); at += 8)
        axis.push_back(hdf5Number(addresses, at, 8));
    }
    return axes;
  }

  Hdf5Bytes bytes_;
  std::uint64_t header_ = 0;
};

}  // namespace

Hdf5Attributes hdf5Attributes(const FileBytes& file, hid_t object) {
  constexpr int kMostAttributes = 200;
  Hdf5Attributes result;
  const AttributeReader reader(file, object);
  const int count = std::min(H5Aget_num_attrs(object), kMostAttributes);
  for (int i = 0; i < count; ++i) {
    const Hdf5Handle attribute(H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC,
                                              static_cast<hsize_t>(i), H5P_DEFAULT, H5P_DEFAULT),
                               H5Aclose);
    char name[256] = {};
    if (attribute.valid() && H5Aget_name(attribute.get(), sizeof name, name) > 0)
      reader.read(attribute.get(), name, result);
  }
  return result;
}

}  // namespace isochron
