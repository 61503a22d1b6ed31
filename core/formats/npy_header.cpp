// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/npy_header.h"

#include <charconv>

#include "formats/scalar.h"

namespace isochron {
namespace {

const std::string kRemedy = "save the array again with numpy.save";

/// Reads the dictionary literal of the header: {'descr': '<f4', 'fortran_order': False,
/// 'shape': (2, 3), }.
class DictionaryParser {
 public:
  DictionaryParser(const FileBytes& file, std::string_view text, std::int64_t offset)
      : file_(file), text_(text), offset_(offset) {}

  void parse(NpyHeader& header) {
    expect('{');
    bool descr = false, order = false, shape = false;
    while (!accept('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr") {
        parseType(header);
        descr = true;
      } else if (key == "fortran_order") {
        header.fortranOrder = parseBool();
        order = true;
      } else if (key == "shape") {
        parseShape(header.shape);
        shape = true;
      } else {
        fail("the header has an unknown entry");
      }
      accept(',');
    }
    if (!descr || !order || !shape) fail("the header lacks descr, fortran_order or shape");
    header.statement = statementIn(text_.substr(at_));
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw file_.errorAt(offset_ + static_cast<std::int64_t>(at_), problem, kRemedy);
  }

  void skipSpace() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
      ++at_;
  }

  bool accept(char c) {
    skipSpace();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail(std::string("the header is not a dictionary ('") + c + "' expected)");
  }

  std::string_view quoted() {
    skipSpace();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote != '\'' && quote != '"') fail("the header is not a dictionary (a quote expected)");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail("the header has an open quote");
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return inside;
  }

  bool parseBool() {
    skipSpace();
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return value;
    }
    fail("fortran_order is neither True nor False");
  }

  void parseShape(std::vector<std::int64_t>& shape) {
    expect('(');
    shape.clear();
    while (!accept(')')) {
      skipSpace();
      std::int64_t length = 0;
      const char* end = text_.data() + text_.size();
      const auto result = std::from_chars(text_.data() + at_, end, length);
      if (result.ec != std::errc()) fail("the shape is not a tuple of lengths");
      at_ = static_cast<std::size_t>(result.ptr - text_.data());
      accept('L');  // Python 2 wrote long integers so
      if (length < 0) fail("the shape has a negative length");
      if (shape.size() == 32) fail("the shape has more than 32 axes");
      shape.push_back(length);
      accept(',');
    }
  }

  void parseType(NpyHeader& header) {
    skipSpace();
    if (at_ < text_.size() && text_[at_] == '[') refuseColumns();
    const std::string_view descr = quoted();
    if (descr.size() < 2) fail("the type is missing");
    const std::string_view kind = descr.substr(1);
    header.order = descr[0] == '>'   ? ByteOrder::Big
                   : descr[0] == '=' ? nativeByteOrder()
                                     : ByteOrder::Little;
    if (descr[0] != '<' && descr[0] != '>' && descr[0] != '|' && descr[0] != '=')
      fail("the type '" + printable(descr) + "' has no byte order");
    for (const auto& [name, type] : kTypes)
      if (kind == name) {
        header.type = type;
        return;
      }
    throw file_.errorAt(offset_, "the type '" + printable(descr) + "' is not a real number",
                        "save the velocities as float32 or float64");
  }

  /// [('vp', '<f4'), ('vs', '<f4')]: the first name of each pair is a column's.
  [[noreturn]] void refuseColumns() const {
    const std::string_view pairs = text_.substr(at_, text_.find(']', at_) - at_);
    std::string names, first;
    for (std::size_t at = pairs.find('('); at != pairs.npos; at = pairs.find('(', at + 1)) {
      const std::size_t open = pairs.find_first_of("'\"", at);
      if (open == pairs.npos) break;
      const std::size_t close = pairs.find(pairs[open], open + 1);
      const std::string name = printable(pairs.substr(open + 1, close - open - 1));
      if (first.empty()) first = name;
      names += (names.empty() ? "" : ", ") + name;
    }
    throw file_.errorAt(offset_, "the array has named columns (" + names + "), not plain numbers",
                        "save one column: numpy.save('" + first + ".npy', array['" + first + "'])");
  }

  static std::string printable(std::string_view text) {
    std::string clean(text.substr(0, 16));
    for (char& c : clean)
      if (c < ' ' || c > '~') c = '?';
    return clean;
  }

  static constexpr std::pair<std::string_view, ScalarType> kTypes[] = {
      {"f2", ScalarType::Float16}, {"f4", ScalarType::Float32}, {"f8", ScalarType::Float64},
      {"i1", ScalarType::Int8},    {"u1", ScalarType::UInt8},   {"i2", ScalarType::Int16},
      {"u2", ScalarType::UInt16},  {"i4", ScalarType::Int32},   {"u4", ScalarType::UInt32},
      {"i8", ScalarType::Int64},   {"u8", ScalarType::UInt64},  {"b1", ScalarType::UInt8}};

  const FileBytes& file_;
  std::string_view text_;
  std::int64_t offset_;
  std::size_t at_ = 0;
};

}  // namespace

NpyHeader parseNpyHeader(const FileBytes& file) {
  if (!file.has(kNpyMagic))
    throw file.errorAt(0, "is not a NumPy npy file (the mark \\x93NUMPY is missing)", kRemedy);
  if (file.size() < 12) throw file.errorAt(file.size(), "the header is cut off", kRemedy);
  const std::byte* bytes = file.bytes().data();
  const int version = std::to_integer<int>(bytes[6]);
  if (version < 1 || version > 3)
    throw file.errorAt(6, "the npy version " + std::to_string(version) + " is not known",
                       "save the array with NumPy 1 or 2");
  const int lengthSize = version == 1 ? 2 : 4;
  const auto length =
      static_cast<std::int64_t>(loadUnsigned(bytes + 8, lengthSize, ByteOrder::Little));
  const std::int64_t start = 8 + lengthSize;
  if (length > file.size() - start)
    throw file.errorAt(8,
                       "the header claims " + std::to_string(length) + " bytes, but " +
                           std::to_string(file.size() - start) + " are left in the file",
                       kRemedy);
  NpyHeader header;
  header.dataOffset = start + length;
  DictionaryParser(
      file, file.text(static_cast<std::size_t>(start), static_cast<std::size_t>(length)), start)
      .parse(header);
  return header;
}

std::string npyHeaderBytes(const std::string& type, const std::string& shape,
                           const std::optional<NpyStatement>& statement) {
  std::string text =
      "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  if (statement) text += ' ' + toComment(*statement);
  constexpr std::size_t kBefore = 10;  // magic, version and length
  constexpr std::size_t kAlignment = 64;
  text.append(kAlignment - 1 - (kBefore + text.size()) % kAlignment, ' ');
  text += '\n';
  const auto low = static_cast<char>(text.size() & 0xFF);
  const auto high = static_cast<char>(text.size() >> 8);
  return std::string(kNpyMagic) + std::string("\x01\x00", 2) + low + high + text;
}

}  // namespace isochron
