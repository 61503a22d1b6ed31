// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"

#include <QRegularExpression>
#include <cstring>

namespace isochron::tests {

QByteArray Workplace::bytes(const QString& name) const {
  QFile file(path(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void Workplace::write(const QString& name, const QByteArray& bytes) const {
  QFile file(path(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path(name)));
}

QStringList Workplace::names() const {
  return QDir(folder_.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

Outcome Workplace::run(const QStringList& arguments) const {
  QProcess process;
  process.setWorkingDirectory(folder_.path());
  process.start(QStringLiteral(ISOCHRON_CLI), arguments);
  constexpr int kLongest = 120'000;  // ms
  const bool ended = process.waitForFinished(kLongest);
  Outcome outcome;
  if (ended && process.exitStatus() == QProcess::NormalExit) outcome.exitCode = process.exitCode();
  outcome.out = QString::fromUtf8(process.readAllStandardOutput());
  outcome.err = QString::fromUtf8(process.readAllStandardError());
  return outcome;
}

Outcome Workplace::run(const char* arguments) const {
  return run(QString::fromUtf8(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

NpyArray parseNpy(const QByteArray& bytes) {
  NpyArray array;
  if (bytes.size() < 10 || !bytes.startsWith("\x93NUMPY\x01")) return array;
  const int length = static_cast<quint8>(bytes[8]) + 256 * static_cast<quint8>(bytes[9]);
  const QString header = QString::fromLatin1(bytes.mid(10, length));
  static const QRegularExpression shape(QStringLiteral(R"('shape': \(([^)]*)\))"));
  if (!header.contains(QStringLiteral("'<f8'")) || !header.contains(QStringLiteral("False")) ||
      !header.endsWith(QLatin1Char('\n')) || (10 + length) % 64 != 0)
    return array;
  qint64 count = 1;
  for (const QString& part :
       shape.match(header).captured(1).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (part.trimmed().isEmpty()) continue;
    array.shape.append(part.trimmed().toLongLong());
    count *= array.shape.back();
  }
  if (bytes.size() != 10 + length + count * qint64{sizeof(double)}) return {};
  array.values.resize(count);
  std::memcpy(array.values.data(), bytes.constData() + 10 + length,
              static_cast<std::size_t>(count) * sizeof(double));
  return array;
}

QByteArray npyBytes(const QVector<qint64>& shape, const QVector<double>& values) {
  QStringList lengths;
  for (const qint64 length : shape) lengths.append(QString::number(length));
  QByteArray header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" +
                      lengths.join(QStringLiteral(", ")).toLatin1() + "), }";
  header = header.leftJustified(118 - 1) + '\n';
  QByteArray bytes = QByteArray("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) +
                     static_cast<char>(0) + header;
  bytes.append(reinterpret_cast<const char*>(values.constData()),
               values.size() * qsizetype{sizeof(double)});
  return bytes;
}

Table parseTable(const QString& text) {
  Table table;
  QStringList lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (lines.isEmpty()) return table;
  table.header = lines.takeFirst();
  for (const QString& line : lines) {
    QVector<double> row;
    for (const QString& word : line.split(QLatin1Char(','))) row.append(word.toDouble());
    table.rows.append(row);
  }
  return table;
}

QString refusalFault(const Outcome& outcome, const QString& part) {
  if (outcome.exitCode != 2) return QStringLiteral("exit %1: ").arg(outcome.exitCode) + outcome.err;
  if (!outcome.out.isEmpty()) return QStringLiteral("standard output: ") + outcome.out;
  if (!outcome.err.startsWith(QStringLiteral("isochron-cli: ")) ||
      outcome.err.count(QLatin1Char('\n')) != 1 || !outcome.err.endsWith(QLatin1Char('\n')))
    return QStringLiteral("not one line: ") + outcome.err;
  if (!outcome.err.contains(part))
    return QStringLiteral("'%1' is missing in: ").arg(part) + outcome.err;
  return {};
}

QString foreignWords(const QString& message) {
  if (message.isEmpty()) return QStringLiteral("nothing is said");
  for (const QString& line : message.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
    if (!line.startsWith(QStringLiteral("isochron-cli: "))) return line.left(400);
  constexpr const char* kInner[] = {"exception",
                                    "terminate",
                                    "what()",
                                    "std::",
                                    "c10",
                                    "torch",
                                    "json::",
                                    "[json",
                                    "basic_",
                                    "stoi",
                                    "stod",
                                    "parse_error",
                                    "filesystem error",
                                    "should not",
                                    "is required",
                                    " requires ",
                                    " excludes ",
                                    "not expected",
                                    "Could not convert",
                                    "required but",
                                    "subcommand",
                                    "TEXT"};
  for (const char* inner : kInner)
    if (message.contains(QLatin1String(inner), Qt::CaseSensitive)) return message.left(400);
  return {};
}

}  // namespace isochron::tests
