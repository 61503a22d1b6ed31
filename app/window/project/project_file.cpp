// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project_file.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>
#include <algorithm>
#include <cstring>
#include <limits>

#include "field/error.h"
#include "formats/png_chunk.h"
#include "project/import_json.h"
#include "project/shipped_models.h"

namespace isochron {
namespace {

constexpr const char* kKind = "project";
constexpr const char* kVelocity = "velocity";
constexpr std::string_view kChunk = "isPj";
constexpr const char* kDamaged = "the file is damaged; take an older copy of it";

QString tr(const char* text) { return QCoreApplication::translate("ProjectFile", text); }

// --- writing ------------------------------------------------------------------------------------

ArchivedArray archived(const Array& values) {
  const auto bytes =
      std::as_bytes(std::span(values.data(), static_cast<std::size_t>(values.size())));
  return {ArrayType::Float64, {values.rows(), values.cols()}, {bytes.begin(), bytes.end()}};
}

ArchivedArray archived(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {ArrayType::UInt8, {static_cast<std::int64_t>(text.size())}, {bytes.begin(), bytes.end()}};
}

Json reference(const QString& path, const ProjectPlace& place) {
  Json json = {{"path", path.toStdString()}};
  if (!place.folder.isEmpty())
    json["beside"] = QDir(place.folder).relativeFilePath(path).toStdString();
  return json;
}

Json drawingJson(const ProjectContents& contents, const ProjectPlace& place) {
  const DocumentState& drawing = contents.drawing;
  const Grid& grid = drawing.model->grid();
  Json receivers = Json::array();
  for (const Point& receiver : drawing.receivers) receivers.push_back(toJson(receiver));
  Json json = {{"title", drawing.origin.title.toStdString()},
               {"unsaved", contents.drawingUnsaved},
               {"dx", grid.dx},
               {"dz", grid.dz},
               {"origin", toJson(grid.origin)},
               {"source", toJson(drawing.source)},
               {"receivers", receivers}};
  if (!drawing.origin.path.isEmpty()) json["from"] = reference(drawing.origin.path, place);
  if (drawing.origin.layout) json["layout"] = toJson(*drawing.origin.layout);
  if (!drawing.origin.recipe.isEmpty()) json["recipe"] = drawing.origin.recipe.toStdString();
  return json;
}

Json toJson(const SplitSettings& split) {
  return {{"validation", split.validation}, {"test", split.test}, {"seed", split.seed}};
}

/// What is missing comes first.
Json chosenDataJson(const ProjectContents& contents) {
  if (contents.chosenData < 0) return nullptr;
  const Json missing = contents.missing.value("data", Json::array());
  return missing.size() + static_cast<std::size_t>(contents.chosenData);
}

Json dataJson(const ProjectContents& contents, const ProjectPlace& place) {
  Json list = contents.missing.value("data", Json::array());
  for (const auto& data : contents.data) {
    Json entry = reference(
        QFileInfo(QString::fromStdString(data->path().string())).absoluteFilePath(), place);
    entry["layout"] = toJson(data->layout());
    entry["options"] = toJson(data->options());
    list.push_back(std::move(entry));
  }
  return list;
}

void putModels(Archive& archive, const ProjectContents& contents, const ProjectPlace& place) {
  Json list = contents.missing.value("models", Json::array());
  archive.metadata["answers"] = nullptr;
  for (std::size_t i = 0; i < contents.models.size(); ++i) {
    const TrainedModel& model = contents.models[i];
    Json entry = model.path.isEmpty() ? Json::object() : reference(model.path, place);
    if (model.shipped) entry = {{"shipped", QFileInfo(model.path).fileName().toStdString()}};
    entry["title"] = model.title.toStdString();
    if (model.path.isEmpty()) {
      const std::string name = "models/" + std::to_string(i);
      archive.put(name, archived(model.archive->toBytes()));
      entry["array"] = name;
    }
    if (contents.current == static_cast<int>(i)) archive.metadata["answers"] = list.size();
    list.push_back(std::move(entry));
  }
  archive.metadata["models"] = std::move(list);
}

Archive toArchive(const ProjectContents& contents, const ProjectPlace& place) {
  Archive archive;
  archive.metadata = {
      {"kind", kKind},
      {"project_version", kProjectVersion},
      {"title", place.title.toStdString()},
      {"program", contents.moment.program.toStdString()},
      {"moment", contents.moment.number},
      {"written", QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString()},
      {"drawing", drawingJson(contents, place)},
      {"data", dataJson(contents, place)},
      {"chosen_data", chosenDataJson(contents)},
      {"split", toJson(contents.split)}};
  if (place.sessionEnded) archive.metadata["session_ended"] = true;
  if (!place.file.isEmpty()) archive.metadata["file"] = place.file.toStdString();
  putModels(archive, contents, place);
  archive.metadata["workspaces"] = contents.workspaces;
  archive.metadata["workspace"] = contents.workspace.toStdString();
  archive.put(kVelocity, archived(contents.drawing.model->velocity()));
  return archive;
}

// --- reading ------------------------------------------------------------------------------------

QString text(const Json& json, const char* key) {
  return QString::fromStdString(json.at(key).get<std::string>());
}

/// Beside the project where there is such a file, else where it was.
QString resolved(const Json& reference, const QString& folder) {
  if (reference.contains("beside")) {
    const QString beside = QDir::cleanPath(QDir(folder).filePath(text(reference, "beside")));
    if (QFileInfo(beside).isFile()) return beside;
  }
  return text(reference, "path");
}

ProjectMoment momentOf(const Archive& archive) {
  return {text(archive.metadata, "program"), archive.metadata.at("moment").get<std::int64_t>()};
}

/// One project being read.
class Reader {
 public:
  Reader(const Archive& archive, QString folder, std::stop_token stop)
      : archive_(archive),
        json_(archive.metadata),
        folder_(std::move(folder)),
        stop_(std::move(stop)) {}

  OpenedProject read() {
    checkVersion();
    ProjectContents& contents = opened_.contents;
    contents.moment = momentOf(archive_);
    contents.drawing = drawing(json_.at("drawing"));
    contents.drawingUnsaved = json_.at("drawing").at("unsaved").get<bool>();
    opened_.title = text(json_, "title");
    for (const Json& entry : json_.at("data")) openData(entry);
    readSplit();
    for (const Json& entry : json_.at("models")) openModel(entry);
    if (json_.contains("workspaces") && json_["workspaces"].is_object())
      contents.workspaces = json_["workspaces"];
    contents.workspace = text(json_, "workspace");
    opened_.problems = sentence();
    return std::move(opened_);
  }

 private:
  void checkVersion() const {
    const Json& kind = archive_.described("kind");
    if (kind != kKind)
      throw Error(archive_.name(), "holds a model, no project", "open it as a trained model");
    const auto version = json_.at("project_version").get<std::int64_t>();
    if (version > kProjectVersion)
      throw Error(
          archive_.name(),
          "was saved by a newer Isochron (project version " + std::to_string(version) + ")",
          "update this program, which reads up to version " + std::to_string(kProjectVersion));
  }

  ModelPointer velocities(const Json& json) const {
    const ArchivedArray& array = archive_.at(kVelocity);
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    if (array.type != ArrayType::Float64 || array.shape.size() != 2 || array.shape[0] > kMost ||
        array.shape[1] > kMost)
      throw Error(archive_.name(), "its velocities are of another kind", kDamaged);
    Grid grid{static_cast<int>(array.shape[1]), static_cast<int>(array.shape[0]),
              json.at("dx").get<double>(), json.at("dz").get<double>(),
              pointFrom(json.at("origin"))};
    constexpr double kFar = 1e9;  // km
    if (!(std::abs(grid.end().x) < kFar) || !(std::abs(grid.end().z) < kFar))
      throw Error(archive_.name(), "its grid reaches beyond every planet", kDamaged);
    Array values(grid.nz, grid.nx);
    std::memcpy(values.data(), array.bytes.data(), array.bytes.size());
    try {
      return std::make_shared<const VelocityModel>(grid, std::move(values));
    } catch (const Error& error) {
      throw Error(archive_.name() + ", " + error.place(), error.problem(), kDamaged);
    }
  }

  DocumentState drawing(const Json& json) const {
    DocumentState state;
    state.model = velocities(json);
    state.origin.title = text(json, "title");
    if (json.contains("from")) state.origin.path = resolved(json["from"], folder_);
    if (json.contains("layout")) state.origin.layout = layoutFrom(json["layout"]);
    if (json.contains("recipe")) state.origin.recipe = text(json, "recipe");
    state.source = pointFrom(json.at("source"));
    for (const Json& receiver : json.at("receivers"))
      state.receivers.push_back(pointFrom(receiver));
    return state;
  }

  /// What the entry refers to, or a note that it is missing.
  template <class Open>
  void openOrMiss(const char* list, const Json& entry, const QString& path, Open&& open) {
    if (stop_.stop_requested()) throw Cancelled();
    try {
      open();
    } catch (const Error& error) {
      Json& missing = opened_.contents.missing[list];
      if (missing.is_null()) missing = Json::array();
      missing.push_back(entry);
      missing_.append(QFileInfo(path).fileName());
      firstReason_ = firstReason_.isEmpty() ? QString::fromStdString(error.what()) : firstReason_;
    }
  }

  /// Projects of 0.1 kept it with the looks of Data.
  void readSplit() {
    const auto inside = [](const Json& json, const char* key) {
      const auto found = json.find(key);  // also of what is no object
      return found == json.end() ? Json() : *found;
    };
    Json split = inside(json_, "split");
    if (split.is_null()) split = inside(inside(inside(json_, "workspaces"), "data"), "split");
    if (!split.is_object()) return;
    SplitSettings& into = opened_.contents.split;
    const auto share = [&](const char* key, double standard) {
      return std::clamp(split.value(key, standard), 0.0, kLargestShare);
    };
    into = {share("validation", into.validation), share("test", into.test),
            split.value("seed", into.seed)};
  }

  void openData(const Json& entry) {
    const QString path = resolved(entry, folder_);
    const Json chosen = json_.value("chosen_data", Json());
    const bool isChosen = chosen.is_number_integer() && chosen == sets_;
    ++sets_;
    const ImportLayout layout = layoutFrom(entry.at("layout"));
    OpenOptions options = optionsFrom(entry.at("options"));
    options.stop = stop_;
    openOrMiss("data", entry, path, [&] {
      opened_.contents.data.push_back(
          std::make_shared<const DataSet>(VelocityFile::open(path.toStdString(), options), layout));
      if (isChosen)
        opened_.contents.chosenData = static_cast<int>(opened_.contents.data.size()) - 1;
    });
  }

  void openModel(const Json& entry) {
    const QString title = text(entry, "title");
    const bool inside = entry.contains("array");
    const bool shipped = entry.contains("shipped");
    const QString path = inside    ? QString()
                         : shipped ? shippedPath(text(entry, "shipped"))
                                   : resolved(entry, folder_);
    openOrMiss("models", entry, inside ? title : path, [&] {
      auto model = std::make_shared<const Archive>(
          inside ? Archive::read(FileBytes::fromMemory(
                       title.toStdString(), archive_.at(entry["array"].get<std::string>()).bytes))
                 : Archive::read(path.toStdString()));
      const Json& answers = json_.at("answers");
      if (answers.is_number_integer() && answers == entries_)
        opened_.contents.current = static_cast<int>(opened_.contents.models.size());
      opened_.contents.models.push_back({0, title, path, std::move(model), shipped});
    });
    ++entries_;
  }

  QString sentence() const {
    if (missing_.isEmpty()) return {};
    if (missing_.size() == 1) return tr("The rest is open, but %1").arg(firstReason_);
    constexpr qsizetype kNamed = 3;
    QString names = missing_.mid(0, kNamed).join(QStringLiteral(", "));
    if (missing_.size() > kNamed) names += tr(" and %1 more").arg(missing_.size() - kNamed);
    return tr("The rest is open, but these cannot be read: %1; put them back and open the project "
              "again.")
        .arg(names);
  }

  const Archive& archive_;
  const Json& json_;
  QString folder_;
  std::stop_token stop_;
  OpenedProject opened_;
  std::int64_t sets_ = 0;     // data sets gone through
  std::int64_t entries_ = 0;  // models gone through
  QStringList missing_;
  QString firstReason_;
};

bool isPicture(const FileBytes& file) { return file.has("\x89PNG\r\n\x1a\n"); }

}  // namespace

QString projectSuffix() { return QStringLiteral("isochron-project"); }

std::string projectBytes(const ProjectContents& contents, const ProjectPlace& place) {
  return toArchive(contents, place).toBytes();
}

void writeProject(const ProjectContents& contents, const ProjectPlace& place, const QString& path) {
  toArchive(contents, place).write(path.toStdString());
}

ProjectPlace placeOf(const QString& path) {
  const QFileInfo file(path);
  return {file.completeBaseName(), file.absolutePath(), {}};
}

bool holdsProject(const QString& path) {
  const QFileInfo file(path);
  if (!file.isFile()) return false;
  if (file.suffix() == projectSuffix()) return true;
  try {
    if (file.suffix().compare(QLatin1String("png"), Qt::CaseInsensitive) == 0)
      return hasPngChunk(FileBytes::open(path.toStdString()), kChunk);
  } catch (const Error&) {
    return false;
  }
  if (!Archive::isArchive(path.toStdString())) return false;
  constexpr qint64 kLooked = 4096;
  QFile start(path);
  return start.open(QIODevice::ReadOnly) && start.read(kLooked).contains(R"(\"kind\":\"project\")");
}

OpenedProject readProject(const QString& path, const std::stop_token& stop) {
  const QFileInfo info(path);
  const FileBytes file = FileBytes::open(path.toStdString());
  const bool picture = isPicture(file);
  const Archive archive = Archive::read(
      picture ? FileBytes::fromMemory(path.toStdString(), pngChunk(file, kChunk)) : file);
  try {
    OpenedProject opened = Reader(archive, info.absolutePath(), stop).read();
    opened.title = info.completeBaseName();
    if (!picture) opened.path = info.absoluteFilePath();
    return opened;
  } catch (const Json::exception&) {
    throw Error(file.name(), "what the project holds cannot be understood", kDamaged);
  }
}

OpenedProject readAutosaved(const QString& path, const std::stop_token& stop) {
  const Archive archive = Archive::read(path.toStdString());
  try {
    OpenedProject opened = Reader(archive, {}, stop).read();
    if (archive.metadata.contains("file")) opened.path = text(archive.metadata, "file");
    opened.sessionEnded = archive.metadata.value("session_ended", false);
    return opened;
  } catch (const Json::exception&) {
    throw Error(archive.name(), "what was autosaved cannot be understood", kDamaged);
  }
}

bool isInItsFile(const OpenedProject& autosaved) {
  try {
    const ProjectMoment saved = momentOf(Archive::read(autosaved.path.toStdString()));
    const ProjectMoment& left = autosaved.contents.moment;
    return saved.program == left.program && saved.number >= left.number;
  } catch (const std::exception&) {
    return false;
  }
}

QByteArray pictureWithProject(const QByteArray& png, const ProjectContents& contents,
                              const ProjectPlace& place) {
  const std::string with =
      withPngChunk(std::string_view(png.constData(), static_cast<std::size_t>(png.size())), kChunk,
                   projectBytes(contents, place));
  return QByteArray::fromStdString(with);
}

}  // namespace isochron
