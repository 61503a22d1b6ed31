// SPDX-License-Identifier: GPL-3.0-or-later
// Archives: what is written comes back, Python can read it, and damage is told.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <random>
#include <span>

#include "field/error.h"
#include "training/archive.h"

namespace isochron {
namespace {

ArchivedArray floats(std::vector<std::int64_t> shape, const std::vector<float>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {ArrayType::Float32, std::move(shape), {bytes.begin(), bytes.end()}};
}

Archive sample() {
  Archive archive;
  archive.metadata = {{"kind", "sample"}, {"text", "quotes \" and \u00e4"}, {"third", 1.0 / 3.0}};
  archive.put("a", floats({2, 3}, {1, 2, 3, 4, 5, 6.5f}));
  archive.put("empty", floats({0, 4}, {}));
  archive.put("byte", {ArrayType::UInt8, {1}, {std::byte{200}}});
  return archive;
}

}  // namespace

class TrainingArchiveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsWrittenComesBack();
  void pythonReadsItWithAFewLines();
  void newerFilesAreRefused();
  void otherFilesAreRefused();
  void damagedFilesNeverCrash();
  void whatIsMissingIsNamed();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }
  QByteArray bytes(const char* name) const {
    QFile file(folder_.filePath(QString::fromLatin1(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void write(const char* name, const QByteArray& bytes) const {
    QFile file(folder_.filePath(QString::fromLatin1(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
  }

  QTemporaryDir folder_;
};

void TrainingArchiveTest::whatIsWrittenComesBack() {
  sample().write(path("a.isochron"));
  QVERIFY(Archive::isArchive(path("a.isochron")));
  const Archive back = Archive::read(path("a.isochron"));
  QCOMPARE(back.metadata, sample().metadata);
  QCOMPARE(back.arrays().size(), std::size_t{3});
  const Archive before = sample();
  for (const auto& [name, array] : before.arrays()) {
    QCOMPARE(back.at(name).type, array.type);
    QCOMPARE(back.at(name).shape, array.shape);
    QVERIFY(back.at(name).bytes == array.bytes);
  }
}

void TrainingArchiveTest::pythonReadsItWithAFewLines() {
  sample().write(path("p.isochron"));
  // The first on the path may be one that knows nothing of the system's NumPy.
  const QString system = QStringLiteral("/usr/bin/python3");
  QProcess python;
  python.start(QFile::exists(system) ? system : QStringLiteral("python3"),
               {QStringLiteral("-c"), QStringLiteral(R"(
import json, struct, sys
try:
    import numpy
except ImportError:
    sys.exit(77)
def load(path):
    data = open(path, "rb").read()
    n = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + n])
    texts = header.pop("__metadata__")
    types = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "U8": "u1"}
    return json.loads(texts["isochron"]), {
        name: numpy.frombuffer(data[8 + n:][slice(*a["data_offsets"])], types[a["dtype"]])
                  .reshape(a["shape"]) for name, a in header.items()}
metadata, arrays = load(sys.argv[1])
print(metadata["kind"], metadata["third"] == 1 / 3, arrays["a"].tolist(), arrays["empty"].shape,
      arrays["byte"].tolist())
)"),
                QString::fromStdString(path("p.isochron").string())});
  if (!python.waitForFinished() || python.exitCode() == 77) QSKIP("NO PYTHON WITH NUMPY HERE");
  QCOMPARE(QString::fromUtf8(python.readAllStandardOutput() + python.readAllStandardError()),
           QStringLiteral("sample True [[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]] (0, 4) [200]\n"));
}

void TrainingArchiveTest::newerFilesAreRefused() {
  sample().write(path("n.isochron"));
  QByteArray newer = bytes("n.isochron");
  QVERIFY(newer.contains("\"version\":\"1\""));
  write("n.isochron", newer.replace("\"version\":\"1\"", "\"version\":\"2\""));
  try {
    (void)Archive::read(path("n.isochron"));
    QFAIL("nothing was thrown");
  } catch (const Error& error) {
    QCOMPARE(std::string(error.what()),
             std::string("n.isochron: was written by a newer Isochron (file version 2); update "
                         "this program, which reads up to version 1"));
  }
  write("n.isochron", newer.replace("\"version\":\"2\"", "\"version\":\"0\""));
  QCOMPARE(Archive::read(path("n.isochron")).arrays().size(), std::size_t{3});
}

void TrainingArchiveTest::otherFilesAreRefused() {
  write("text.txt", "hello, this is some text and no archive");
  QVERIFY(!Archive::isArchive(path("text.txt")));
  QVERIFY(!Archive::isArchive(path("absent")));
  QVERIFY_EXCEPTION_THROWN((void)Archive::read(path("text.txt")), Error);
  QVERIFY_EXCEPTION_THROWN((void)Archive::read(path("absent")), Error);
}

void TrainingArchiveTest::damagedFilesNeverCrash() {
  sample().write(path("d.isochron"));
  const QByteArray whole = bytes("d.isochron");
  for (qsizetype length = 0; length < whole.size(); length += 7) {
    write("cut.isochron", whole.left(length));
    QVERIFY_EXCEPTION_THROWN((void)Archive::read(path("cut.isochron")), Error);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    QByteArray damaged = whole;
    for (int hit = 0; hit < 3; ++hit)
      damaged[static_cast<qsizetype>(random() % static_cast<unsigned>(whole.size()))] =
          static_cast<char>(random());
    write("hit.isochron", damaged);
    try {
      const Archive archive = Archive::read(path("hit.isochron"));
      for (const auto& [name, array] : archive.arrays())
        QCOMPARE(array.bytes.size(), byteCount(array.type, array.shape));
    } catch (const Error&) {
      // As it should be where the hit mattered.
    }
  }
}

void TrainingArchiveTest::whatIsMissingIsNamed() {
  sample().write(path("m.isochron"));
  const Archive archive = Archive::read(path("m.isochron"));
  QVERIFY_EXCEPTION_THROWN((void)archive.at("b"), Error);
  QVERIFY_EXCEPTION_THROWN((void)archive.described("config"), Error);
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::TrainingArchiveTest)
#include "training_archive_test.moc"
