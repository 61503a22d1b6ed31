// SPDX-License-Identifier: GPL-3.0-or-later
// Hdf5Handle: an identifier of the HDF5 library that closes itself.
#pragma once

#include <hdf5.h>

#include <string>
#include <utility>

namespace isochron {

class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Hdf5Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept
      : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&&) = delete;
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  hid_t get() const { return id_; }
  bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
  Close close_;
};

/// The text of an attribute; empty where it is missing or no text of fixed length.
inline std::string hdf5Text(hid_t object, const char* attributeName) {
  constexpr std::size_t kLongest = 256;
  if (H5Aexists(object, attributeName) <= 0) return {};
  const Hdf5Handle attribute(H5Aopen(object, attributeName, H5P_DEFAULT), H5Aclose);
  if (!attribute.valid()) return {};
  const Hdf5Handle type(H5Aget_type(attribute.get()), H5Tclose);
  const Hdf5Handle space(H5Aget_space(attribute.get()), H5Sclose);
  if (H5Tget_class(type.get()) != H5T_STRING || H5Sget_simple_extent_npoints(space.get()) != 1)
    return {};
  // Text of variable length lies in the library's global heap, whose reader loops for ever on a
  // damaged one (seen in 1.10.8).
  if (H5Tis_variable_str(type.get()) != 0) return {};
  const std::size_t size = H5Tget_size(type.get());
  if (size == 0 || size > kLongest) return {};
  std::string text(size, '\0');
  if (H5Aread(attribute.get(), type.get(), text.data()) < 0) return {};
  return text.c_str();
}

}  // namespace isochron
