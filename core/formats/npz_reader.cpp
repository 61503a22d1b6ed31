// SPDX-License-Identifier: GPL-3.0-or-later
// Reads NumPy npz files: zip archives of npy files.
#include <zip.h>

#include <algorithm>
#include <optional>

#include "formats/beside.h"
#include "formats/npy_header.h"
#include "formats/quantity.h"
#include "formats/readers.h"
#include "formats/scalar.h"

namespace isochron {
namespace {

const std::string kRemedy = "save the arrays again with numpy.savez";

struct ZipCloser {
  void operator()(zip_t* archive) const { ::zip_discard(archive); }
  void operator()(zip_file_t* entry) const { ::zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, ZipCloser>;
using Entry = std::unique_ptr<zip_file_t, ZipCloser>;

Archive openArchive(const FileBytes& file) {
  zip_error_t error;
  ::zip_error_init(&error);
  zip_source_t* source =
      ::zip_source_buffer_create(file.bytes().data(), file.bytes().size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : ::zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive != nullptr) return Archive(archive);
  const std::string reason = ::zip_error_strerror(&error);
  if (source != nullptr) ::zip_source_free(source);
  ::zip_error_fini(&error);
  throw file.error("", "is not a sound zip archive (" + reason + ")", kRemedy);
}

/// At most `limit` bytes of an entry; empty where it is damaged.
std::optional<std::vector<std::byte>> unpacked(const FileBytes& file, zip_t* archive,
                                               zip_uint64_t index, std::int64_t limit) {
  constexpr std::size_t kAtOnce = std::size_t{1} << 24;
  const Entry entry(::zip_fopen_index(archive, index, 0));
  if (!entry) return std::nullopt;
  std::vector<std::byte> bytes;
  const auto wanted = static_cast<std::size_t>(limit);
  while (bytes.size() < wanted) {
    file.goOn();
    const std::size_t before = bytes.size();
    bytes.resize(
        std::min(wanted, before + std::clamp<std::size_t>(before, std::size_t{1} << 16, kAtOnce)));
    const zip_int64_t got = ::zip_fread(entry.get(), bytes.data() + before, bytes.size() - before);
    if (got < 0) return std::nullopt;
    bytes.resize(before + static_cast<std::size_t>(got));
    if (got == 0) break;
  }
  // The checksum is compared where an entry ends, which is found by reading on.
  std::byte next{};
  if (::zip_fread(entry.get(), &next, 1) < 0) return std::nullopt;
  return bytes;
}

/// An entry whose header is sound and whose array can be a model.
struct Candidate {
  std::string name;
  zip_uint64_t index = 0;
  NpyHeader header;
};

std::string arrayName(const char* entry) {
  std::string name = entry == nullptr ? "" : entry;
  if (name.ends_with(".npy")) name.resize(name.size() - 4);
  return name;
}

/// Looks at the start of every entry. The first unsound one is told where none can be a model.
std::vector<Candidate> findCandidates(const FileBytes& file, zip_t* archive) {
  constexpr std::int64_t kHeaderLimit = 1 << 16;
  std::vector<Candidate> candidates;
  std::optional<Error> firstFailure;
  const zip_int64_t count = ::zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const std::string name = arrayName(::zip_get_name(archive, index, 0));
    auto start = unpacked(file, archive, index, kHeaderLimit);
    try {
      if (!start || start->empty())
        throw file.error("array '" + name + "'", "is damaged in the archive", kRemedy);
      const NpyHeader header =
          parseNpyHeader(FileBytes::fromMemory(file.name() + ", " + name, std::move(*start)));
      if (elementCount(header.shape)) candidates.push_back({name, index, header});
    } catch (const Error& error) {
      if (!firstFailure) firstFailure = error;
    }
  }
  const bool usable =
      std::any_of(candidates.begin(), candidates.end(),
                  [](const Candidate& candidate) { return hasPlane(candidate.header.shape); });
  if (!usable && firstFailure) throw Error(*firstFailure);
  return candidates;
}

/// All bytes of the array's values; throws where they expand beyond the limit or are too few.
std::vector<std::byte> values(const FileBytes& file, zip_t* archive, const Candidate& candidate) {
  const NpyHeader& header = candidate.header;
  const std::int64_t limit = expansionLimit(file.size());
  const std::int64_t count = *elementCount(header.shape);
  const std::string place = "array '" + candidate.name + "'";
  if (count > (limit - header.dataOffset) / sizeOf(header.type))
    throw file.error(place,
                     "claims the shape " + toText(header.shape) + ", more than the " +
                         byteText(limit) + " that an archive of this size may expand to",
                     "unpack it and open the npy file itself");
  const std::int64_t needed = header.dataOffset + count * sizeOf(header.type);
  auto bytes = unpacked(file, archive, candidate.index, needed);
  if (!bytes) throw file.error(place, "is damaged in the archive (it does not unpack)", kRemedy);
  if (static_cast<std::int64_t>(bytes->size()) < needed)
    throw file.error(place,
                     "ends after " + std::to_string(bytes->size()) + " bytes where its shape " +
                         toText(header.shape) + " needs " + std::to_string(needed),
                     kRemedy);
  bytes->erase(bytes->begin(), bytes->begin() + header.dataOffset);
  return std::move(*bytes);
}

StoredArray describe(const Candidate& candidate) {
  StoredArray array;
  array.shape = candidate.header.shape;
  array.type = candidate.header.type;
  array.order = candidate.header.order;
  array.fortranOrder = candidate.header.fortranOrder;
  return array;
}

}  // namespace

StoredArray readNpz(const FileBytes& file, const OpenOptions& options) {
  const Archive archive = openArchive(file);
  const std::vector<Candidate> all = findCandidates(file, archive.get());
  std::vector<Candidate> models;
  std::vector<std::string> names;
  for (const Candidate& candidate : all) {
    if (!hasPlane(candidate.header.shape)) continue;
    models.push_back(candidate);
    names.push_back(candidate.name);
  }
  const ArrayChoice choice = chooseArray(file, named(names), options.array, "npz");
  const Candidate& chosen = models[choice.index];
  StoredArray array = describe(chosen);
  array.arrays = names;
  array.array = chosen.name;
  array.format = "NumPy npz";
  array.says.quantity = chosen.name;
  apply(choice, array.says);
  for (const Candidate& other : all)
    if (other.name != chosen.name)
      stateBeside(
          describe(other), other.name, "", array.shape,
          [&](StoredArray& beside) { placeInMemory(beside, values(file, archive.get(), other)); },
          array.says);
  placeInMemory(array, values(file, archive.get(), chosen));
  return array;
}

}  // namespace isochron
