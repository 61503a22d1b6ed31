// SPDX-License-Identifier: GPL-3.0-or-later
// Runs isochron-cli as a user would, as a process of its own, and looks at what it leaves.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QtTest>

namespace isochron::tests {

struct Outcome {
  int exitCode = -1;  // -1: it did not start, crashed, or took longer than two minutes
  QString out;
  QString err;

  QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

/// A folder of its own for a test, in which the program runs and from which it is gone after.
class Workplace {
 public:
  QString path(const QString& name) const { return folder_.filePath(name); }
  bool exists(const QString& name) const { return QFile::exists(path(name)); }
  QByteArray bytes(const QString& name) const;
  void write(const QString& name, const QByteArray& bytes) const;
  /// Everything in it, hidden files too.
  QStringList names() const;

  Outcome run(const QStringList& arguments) const;
  /// The same with the text split at blanks.
  Outcome run(const char* arguments) const;

 private:
  QTemporaryDir folder_;
};

/// Numbers as NumPy would load them, read by a reader that shares nothing with the program's.
struct NpyArray {
  QVector<qint64> shape;
  QVector<double> values;
};
NpyArray parseNpy(const QByteArray& bytes);

/// An npy file of float64 in C order.
QByteArray npyBytes(const QVector<qint64>& shape, const QVector<double>& values);

/// Rows of numbers of a table; the first line, the header, apart.
struct Table {
  QString header;
  QVector<QVector<double>> rows;
};
Table parseTable(const QString& text);

/// Empty where the program refused as it should: exit 2, nothing on standard output, one line on
/// standard error that contains `part`. Otherwise what was wrong.
QString refusalFault(const Outcome& outcome, const QString& part);
/// What in a message is not ours: lines without our name, words of the libraries within. Empty:
/// nothing.
QString foreignWords(const QString& message);

}  // namespace isochron::tests

#define ISOCHRON_REFUSED(outcome, part) \
  QCOMPARE(isochron::tests::refusalFault((outcome), QStringLiteral(part)), QString())
#define ISOCHRON_SUCCEEDED(outcome) \
  QVERIFY2((outcome).exitCode == 0, qPrintable((outcome).out + (outcome).err))
