// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/receivers_import.h"

#include "field/error.h"
#include "message_bar.h"
#include "number_text.h"
#include "project/document.h"

namespace isochron {
namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

QString outsideWords(const ReceiverTable& table, const ReceiverPlacement& placement,
                     const Grid& grid) {
  const std::size_t first = placement.outside.front();
  const Point end = grid.end(), point = table.points[first];
  return ReceiversImport::tr(
             "%1: %2 of %3 receivers lie outside of the model, x %4 to %5 km and z %6 to "
             "%7 km; the first, in line %8, is at x = %9 km,")
             .arg(text(table.name))
             .arg(placement.outside.size())
             .arg(table.points.size())
             .arg(numberText(grid.origin.x), numberText(end.x), numberText(grid.origin.z),
                  numberText(end.z))
             .arg(table.lines.empty() ? 0 : table.lines[first])
             .arg(numberText(point.x)) +
         ReceiversImport::tr(" z = %1 km. No receiver was imported.").arg(numberText(point.z));
}

}  // namespace

ReceiversImport::ReceiversImport(Document& document, MessageBar& message, QObject* parent)
    : QObject(parent), document_(document), message_(message) {}

void ReceiversImport::read(const QString& path, const ReceiverOptions& options) {
  try {
    const ReceiverTable table = readReceivers(path.toStdString(), options);
    const ReceiverPlacement placement = placeReceivers(table, document_.grid());
    if (!placement.outside.empty()) return askAboutPlaces(path, options, table, placement);
    if (!table.doubts.empty()) return askAboutDoubt(path, options, table);
    take(table, placement.inside);
  } catch (const Error& error) {
    message_.show(MessageBar::Kind::Problem, text(error.what()));
  }
}

void ReceiversImport::askAboutDoubt(const QString& path, const ReceiverOptions& options,
                                    const ReceiverTable& table) {
  const ReceiverDoubt& doubt = table.doubts.front();
  const QString sentence =
      tr("%1: %2. No receiver was imported yet.").arg(text(table.name), text(doubt.sentence));
  if (doubt.part == ReceiverDoubt::Part::Columns) {
    message_.show(
        MessageBar::Kind::Problem, sentence,
        tr("Take %1 as x and %2 as z").arg(text(table.xColumn), text(table.zColumn)),
        [this, path, options, table] {
          read(path, {options.unit, table.xColumn, table.zColumn});
        },
        tr("The other way round"),
        [this, path, options, table] {
          read(path, {options.unit, table.zColumn, table.xColumn});
        });
    return;
  }
  const auto inUnit = [this, path, options](const char* unit) {
    return [this, path, options, unit] {
      ReceiverOptions said = options;
      said.unit = unit;
      read(path, said);
    };
  };
  message_.show(MessageBar::Kind::Problem, sentence, tr("They are in km"), inUnit("km"),
                tr("They are in m"), inUnit("m"));
}

void ReceiversImport::askAboutPlaces(const QString& path, const ReceiverOptions& options,
                                     const ReceiverTable& table,
                                     const ReceiverPlacement& placement) {
  QString sentence = outsideWords(table, placement, document_.grid());
  const QString some = tr("Import the %1 inside").arg(placement.inside.size());
  const auto takeSome = [this, table, inside = placement.inside] { take(table, inside); };
  if (placement.likelyUnit.empty()) {
    if (placement.inside.empty()) return message_.show(MessageBar::Kind::Problem, sentence);
    return message_.show(MessageBar::Kind::Problem, sentence, some, takeSome);
  }
  const auto readLikely = [this, path, options, unit = placement.likelyUnit] {
    ReceiverOptions said = options;
    said.unit = unit;
    read(path, said);
  };
  sentence +=
      QLatin1Char(' ') + tr("Read in %1, all of them lie inside.").arg(text(placement.likelyUnit));
  message_.show(MessageBar::Kind::Problem, sentence,
                tr("They are in %1").arg(text(placement.likelyUnit)), readLikely,
                placement.inside.empty() ? QString() : some, takeSome);
}

void ReceiversImport::take(const ReceiverTable& table, const std::vector<std::size_t>& which) {
  std::vector<Point> points;
  for (const std::size_t i : which) points.push_back(table.points[i]);
  document_.setReceivers(std::move(points), tr("Import receivers"));
  message_.show(MessageBar::Kind::Note,
                tr("%1 receivers from %2: %3; %4.")
                    .arg(which.size())
                    .arg(text(table.name))
                    .arg(text(table.columnsReason), text(table.unitReason)));
}

}  // namespace isochron
