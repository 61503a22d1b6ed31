// SPDX-License-Identifier: GPL-3.0-or-later
#include "data_samples.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "formats/base64.h"

namespace isochron::tests {
namespace {

/// The low `size` bytes of `bits`.
void append(ByteVector& bytes, std::uint64_t bits, int size, ByteOrder order) {
  for (int i = 0; i < size; ++i) {
    const int place = order == ByteOrder::Little ? i : size - 1 - i;
    bytes.push_back(static_cast<std::byte>((bits >> (8 * place)) & 255U));
  }
}

void set(ByteVector& bytes, std::size_t at, std::uint64_t bits, int size, ByteOrder order) {
  ByteVector field;
  append(field, bits, size, order);
  std::copy(field.begin(), field.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Normal halves only, truncated.
std::uint16_t halfBits(double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);  // in [0.5, 1)
  return static_cast<std::uint16_t>((exponent - 1 + 15) << 10 |
                                    static_cast<int>((2 * fraction - 1) * 1024));
}

std::uint32_t ibmBits(double value) {
  int exponent = 64;
  double fraction = std::abs(value);
  for (; fraction >= 1; fraction /= 16) ++exponent;
  for (; fraction > 0 && fraction < 1.0 / 16; fraction *= 16) --exponent;
  const auto mantissa = static_cast<std::uint32_t>(fraction * 16777216.0);
  return (value < 0 ? 0x80000000U : 0U) | static_cast<std::uint32_t>(exponent) << 24 | mantissa;
}

std::uint64_t bitsOf(double value, ScalarType type) {
  switch (type) {
    case ScalarType::Float16:
      return halfBits(value);
    case ScalarType::Float32:
      return std::bit_cast<std::uint32_t>(static_cast<float>(value));
    case ScalarType::Float64:
      return std::bit_cast<std::uint64_t>(value);
    case ScalarType::IbmFloat32:
      return ibmBits(value);
    default:
      return static_cast<std::uint64_t>(std::llround(value));
  }
}

int sizeOfType(ScalarType type) {
  switch (type) {
    case ScalarType::Int8:
    case ScalarType::UInt8:
      return 1;
    case ScalarType::Int16:
    case ScalarType::UInt16:
    case ScalarType::Float16:
      return 2;
    case ScalarType::Int64:
    case ScalarType::UInt64:
    case ScalarType::Float64:
      return 8;
    default:
      return 4;
  }
}

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

std::string base64(const ByteVector& bytes) { return toBase64(bytes); }

ByteVector matElement(std::uint32_t type, ByteVector data) {
  ByteVector element;
  append(element, type, 4, ByteOrder::Big);
  append(element, data.size(), 4, ByteOrder::Big);
  data.resize((data.size() + 7) / 8 * 8);
  return joined(element, data);
}

}  // namespace

ByteVector toBytes(const std::string& text) {
  ByteVector bytes(text.size());
  std::transform(text.begin(), text.end(), bytes.begin(),
                 [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

ByteVector joined(const ByteVector& first, const ByteVector& second) {
  ByteVector bytes = first;
  bytes.insert(bytes.end(), second.begin(), second.end());
  return bytes;
}

Array sampleVelocity() {
  Array v(40, 60);
  for (int iz = 0; iz < 40; ++iz)
    for (int ix = 0; ix < 60; ++ix)
      v(iz, ix) = 1.5 + 0.07 * iz + 0.002 * ix -
                  0.5 * std::exp(-((ix - 20) * (ix - 20) + (iz - 12) * (iz - 12)) / 40.0);
  return v;
}

ByteVector encoded(const Array& values, ScalarType type, ByteOrder order) {
  ByteVector bytes;
  for (Eigen::Index i = 0; i < values.size(); ++i)
    append(bytes, bitsOf(values.data()[i], type), sizeOfType(type), order);
  return bytes;
}

ByteVector npyFile(const std::string& descr, const std::string& shape, const ByteVector& payload,
                   bool fortranOrder, int version) {
  const std::string header = "{'descr': '" + descr +
                             "', 'fortran_order': " + (fortranOrder ? "True" : "False") +
                             ", 'shape': " + shape + ", }\n";
  ByteVector bytes = toBytes("\x93NUMPY");
  append(bytes, static_cast<std::uint64_t>(version), 1, ByteOrder::Little);
  append(bytes, 0, 1, ByteOrder::Little);
  append(bytes, header.size(), version == 1 ? 2 : 4, ByteOrder::Little);
  return joined(joined(bytes, toBytes(header)), payload);
}

ByteVector segyFile(const Array& values, int code, ByteOrder order) {
  ByteVector bytes(3600);
  std::fill_n(bytes.begin(), 3200, std::byte{0x40});  // EBCDIC blanks
  bytes[0] = std::byte{0xC3};                         // EBCDIC "C"
  const auto samples = static_cast<std::uint64_t>(values.rows());
  set(bytes, 3216, 10000, 2, order);  // thousandths of a metre
  set(bytes, 3220, samples, 2, order);
  set(bytes, 3224, static_cast<std::uint64_t>(code), 2, order);
  const ScalarType type = code == 1   ? ScalarType::IbmFloat32
                          : code == 3 ? ScalarType::Int16
                                      : ScalarType::Float32;
  for (Eigen::Index ix = 0; ix < values.cols(); ++ix) {
    ByteVector header(240);
    set(header, 70, 0xfff6, 2, order);  // coordinates are in tenths
    set(header, 114, samples, 2, order);
    set(header, 180, static_cast<std::uint64_t>(125 * ix), 4, order);
    const Array trace = values.col(ix);
    bytes = joined(bytes, joined(header, encoded(trace, type, order)));
  }
  return bytes;
}

ByteVector seismicUnixFile(const Array& values, ByteOrder order, bool steps) {
  ByteVector bytes;
  for (Eigen::Index ix = 0; ix < values.cols(); ++ix) {
    ByteVector header(240);
    set(header, 0, static_cast<std::uint64_t>(ix + 1), 4, order);
    set(header, 114, static_cast<std::uint64_t>(values.rows()), 2, order);
    set(header, 116, 4000, 2, order);
    if (steps) {
      set(header, 180, std::bit_cast<std::uint32_t>(10.0F), 4, order);   // d1
      set(header, 188, std::bit_cast<std::uint32_t>(12.5F), 4, order);   // d2
      set(header, 192, std::bit_cast<std::uint32_t>(500.0F), 4, order);  // f2
    }
    const Array trace = values.col(ix);
    bytes = joined(bytes, joined(header, encoded(trace, ScalarType::Float32, order)));
  }
  return bytes;
}

ByteVector rsfFile(const Array& values, const std::string& dataFormat) {
  const std::string header = "sfcreate\n\tn1=" + std::to_string(values.rows()) +
                             " n2=" + std::to_string(values.cols()) +
                             " d1=0.01 d2=0.0125 o2=3 label1=\"Depth\" unit1=km unit2=km\n"
                             "\tdata_format=\"" +
                             dataFormat + "\" in=\"stdin\"\n\x0c\x0c\x04";
  const Array columns = values.transpose();
  if (dataFormat == "ascii_float") return joined(toBytes(header), textFile(columns, " "));
  const ByteOrder order = dataFormat == "xdr_float" ? ByteOrder::Big : ByteOrder::Little;
  return joined(toBytes(header), encoded(columns, ScalarType::Float32, order));
}

ByteVector vtiFile(const Array& values, VtiKind kind) {
  const bool compressed =
      kind == VtiKind::Base64Compressed || kind == VtiKind::AppendedRawCompressed;
  const bool appended = kind == VtiKind::AppendedRaw || kind == VtiKind::AppendedRawCompressed ||
                        kind == VtiKind::AppendedBase64;
  const ByteVector data = encoded(values, ScalarType::Float32);
  ByteVector lengths, body = data;
  if (compressed) {  // two blocks, as ParaView splits
    const std::size_t half = data.size() / 2;
    const ByteVector first = zlibCompressed({data.begin(), data.begin() + static_cast<long>(half)});
    const ByteVector second = zlibCompressed({data.begin() + static_cast<long>(half), data.end()});
    for (const std::size_t length :
         {std::size_t{2}, half, std::size_t{0}, first.size(), second.size()})
      append(lengths, length, 4, ByteOrder::Little);
    body = joined(first, second);
  } else {
    append(lengths, data.size(), 4, ByteOrder::Little);
  }
  // Compressed arrays have their lengths encoded on their own, others together with the data.
  const std::string text = kind == VtiKind::Ascii ? ""
                           : compressed           ? base64(lengths) + base64(body)
                                                  : base64(joined(lengths, body));
  std::string inside = text;
  if (kind == VtiKind::Ascii) {
    for (Eigen::Index i = 0; i < values.size(); ++i) inside += number(values.data()[i]) + " ";
  }
  const std::string extent =
      "0 " + std::to_string(values.cols() - 1) + " 0 0 0 " + std::to_string(values.rows() - 1);
  const std::string format = kind == VtiKind::Ascii ? "ascii" : appended ? "appended" : "binary";
  std::string xml =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"0.1\" "
      "byte_order=\"LittleEndian\"" +
      std::string(compressed ? " compressor=\"vtkZLibDataCompressor\"" : "") +
      "><ImageData WholeExtent=\"" + extent +
      "\" Origin=\"0 0 0\" Spacing=\"12.5 1 10\"><Piece Extent=\"" + extent +
      "\"><PointData Scalars=\"vp\"><DataArray type=\"Float32\" Name=\"vp\" format=\"" + format +
      "\"" + (appended ? " offset=\"0\"" : "") + ">" + (appended ? "" : inside) +
      "</DataArray></PointData></Piece></ImageData>";
  if (!appended) return toBytes(xml + "</VTKFile>");
  const bool raw = kind != VtiKind::AppendedBase64;
  xml += std::string("<AppendedData encoding=\"") + (raw ? "raw" : "base64") + "\">_";
  return joined(joined(toBytes(xml), raw ? joined(lengths, body) : toBytes(text)),
                toBytes("</AppendedData></VTKFile>"));
}

ByteVector matBigEndianFile(const Array& values) {
  ByteVector header = toBytes("MATLAB 5.0 MAT-file");
  header.resize(124, std::byte{' '});
  header = joined(header, toBytes(std::string("\x01\x00MI", 4)));
  ByteVector flags, dimensions;
  append(flags, 6, 4, ByteOrder::Big);
  append(flags, 0, 4, ByteOrder::Big);
  append(dimensions, static_cast<std::uint64_t>(values.rows()), 4, ByteOrder::Big);
  append(dimensions, static_cast<std::uint64_t>(values.cols()), 4, ByteOrder::Big);
  const Array columns = values.transpose();
  const ByteVector inside =
      joined(joined(matElement(6, flags), matElement(5, dimensions)),
             joined(matElement(1, toBytes("vp")),
                    matElement(9, encoded(columns, ScalarType::Float64, ByteOrder::Big))));
  return joined(header, matElement(14, inside));
}

ByteVector longTableFile(const Array& values) {
  std::string text = "x_m,z_m,vp\n";
  for (Eigen::Index iz = 0; iz < values.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < values.cols(); ++ix)
      text += number(12.5 * static_cast<double>(ix)) + "," +
              number(10.0 * static_cast<double>(iz)) + "," + number(values(iz, ix)) + "\n";
  return toBytes(text);
}

ByteVector textFile(const Array& values, const std::string& separator) {
  std::string text;
  for (Eigen::Index iz = 0; iz < values.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < values.cols(); ++ix)
      text += number(values(iz, ix)) + (ix + 1 < values.cols() ? separator : "\n");
  return toBytes(text);
}

}  // namespace isochron::tests
