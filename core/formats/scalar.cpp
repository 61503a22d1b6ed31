// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/scalar.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace isochron {
namespace {

template <typename T>
T reversed(T value) {
  if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(value));
  if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(value));
  if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(value));
  return value;
}

template <typename Unsigned, ByteOrder order>
Unsigned loadBits(const std::byte* bytes) {
  Unsigned bits;
  std::memcpy(&bits, bytes, sizeof bits);
  constexpr bool little = std::endian::native == std::endian::little;
  return (order == ByteOrder::Little) == little ? bits : reversed(bits);
}

template <typename Value, typename Unsigned, ByteOrder order>
double decode(const std::byte* bytes) {
  return static_cast<double>(std::bit_cast<Value>(loadBits<Unsigned, order>(bytes)));
}

/// IEEE 754 binary16.
template <ByteOrder order>
double decodeHalf(const std::byte* bytes) {
  const auto bits = loadBits<std::uint16_t, order>(bytes);
  const int exponent = (bits >> 10) & 0x1f;
  const double fraction = bits & 0x3ff;
  double value = 0.0;
  if (exponent == 0x1f)
    value = fraction == 0 ? HUGE_VAL : NAN;
  else if (exponent == 0)
    value = std::ldexp(fraction, -24);
  else
    value = std::ldexp(1024 + fraction, exponent - 25);
  return (bits & 0x8000) != 0 ? -value : value;
}

/// IBM System/360: sign, 7 bits of exponent to base 16 (excess 64), 24 bits of fraction.
template <ByteOrder order>
double decodeIbm(const std::byte* bytes) {
  const auto bits = loadBits<std::uint32_t, order>(bytes);
  const int exponent = static_cast<int>((bits >> 24) & 0x7f);
  const double value = std::ldexp(static_cast<double>(bits & 0xffffff), 4 * (exponent - 64) - 24);
  return (bits & 0x80000000U) != 0 ? -value : value;
}

template <ByteOrder order>
ScalarDecoder decoderFor(ScalarType type) {
  switch (type) {
    case ScalarType::Int8:
      return decode<std::int8_t, std::uint8_t, order>;
    case ScalarType::UInt8:
      return decode<std::uint8_t, std::uint8_t, order>;
    case ScalarType::Int16:
      return decode<std::int16_t, std::uint16_t, order>;
    case ScalarType::UInt16:
      return decode<std::uint16_t, std::uint16_t, order>;
    case ScalarType::Int32:
      return decode<std::int32_t, std::uint32_t, order>;
    case ScalarType::UInt32:
      return decode<std::uint32_t, std::uint32_t, order>;
    case ScalarType::Int64:
      return decode<std::int64_t, std::uint64_t, order>;
    case ScalarType::UInt64:
      return decode<std::uint64_t, std::uint64_t, order>;
    case ScalarType::Float16:
      return decodeHalf<order>;
    case ScalarType::Float32:
      return decode<float, std::uint32_t, order>;
    case ScalarType::Float64:
      return decode<double, std::uint64_t, order>;
    case ScalarType::IbmFloat32:
      return decodeIbm<order>;
  }
  return nullptr;
}

}  // namespace

std::int64_t sizeOf(ScalarType type) {
  switch (type) {
    case ScalarType::Int8:
    case ScalarType::UInt8:
      return 1;
    case ScalarType::Int16:
    case ScalarType::UInt16:
    case ScalarType::Float16:
      return 2;
    case ScalarType::Int32:
    case ScalarType::UInt32:
    case ScalarType::Float32:
    case ScalarType::IbmFloat32:
      return 4;
    case ScalarType::Int64:
    case ScalarType::UInt64:
    case ScalarType::Float64:
      return 8;
  }
  return 8;
}

ScalarDecoder scalarDecoder(ScalarType type, ByteOrder order) {
  return order == ByteOrder::Little ? decoderFor<ByteOrder::Little>(type)
                                    : decoderFor<ByteOrder::Big>(type);
}

ByteOrder nativeByteOrder() {
  return std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
}

std::uint64_t loadUnsigned(const std::byte* bytes, int size, ByteOrder order) {
  std::uint64_t value = 0;
  for (int i = 0; i < size; ++i) {
    const int from = order == ByteOrder::Big ? i : size - 1 - i;
    value = (value << 8) | std::to_integer<std::uint64_t>(bytes[from]);
  }
  return value;
}

}  // namespace isochron
