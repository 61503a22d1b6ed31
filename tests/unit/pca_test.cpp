// SPDX-License-Identifier: GPL-3.0-or-later
// Principal components: against the singular values of small sets, and through files.
#include <torch/types.h>

#include <QTemporaryDir>
#include <QtTest>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "training/pca.h"
#include "training/pca_stage.h"
#include "training/principal_directions.h"

namespace isochron {
namespace {

constexpr std::int64_t kModels = 300;

PcaConfig small(int components) {
  PcaConfig config;
  config.components = components;
  config.test = 0.1;
  config.threads = 1;
  return config;
}

double largest(const torch::Tensor& tensor) { return tensor.abs().max().item<double>(); }

}  // namespace

class PcaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void theEnergyIsThatOfTheSingularValues();
  void componentsAreOrthonormal();
  void latentsOfTheTrainingModelsAreStandardised();
  void asManyComponentsAsModelsLoseNothing();
  void moreComponentsLoseLess();
  void aModelSurvivesItsFile();
  void theResultIsTheSameEveryTime();
  void componentsPointTheWayOfOneField();
  void modelsThatAreAllTheSameAreRefused();
  void moreComponentsThanDifferencesAreRefused();
  void aFileWithoutItsEnergyIsRefused();
  void asARunItFindsTheSameEvenInterrupted();
  void impossibleSettingsAreRefused();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }
  DataSet data() const { return DataSet::open(path("set.npy")); }

  QTemporaryDir folder_;
};

void PcaTest::initTestCase() {
  NpySequenceWriter writer(path("set.npy"), kModels, 16, 24, NpyNumber::Float32);
  generateMany(ModelKind::RandomField, paperGrid(24, 16), 0, kModels, 2,
               [&](std::int64_t, const VelocityModel& model) { writer.append(model.velocity()); });
  writer.finish();
}

void PcaTest::theEnergyIsThatOfTheSingularValues() {
  const DataSet set = data();
  const PcaConfig config = small(12);
  const PrincipalComponents pca(set, config);
  const DataSplit split = splitModels(kModels, config.validation, config.test, config.seed);
  const torch::Tensor all =
      batchOf(set, split.train, pca.standardisation()).flatten(1).to(torch::kFloat64);
  const torch::Tensor squares = std::get<1>(at::linalg_svd(all - all.mean(0), false)).square();
  const double expected = (squares.narrow(0, 0, 12).sum() / squares.sum()).item<double>();
  QVERIFY2(std::abs(pca.energy() - expected) < 1e-5,
           qPrintable(QStringLiteral("%1, not %2").arg(pca.energy()).arg(expected)));
  QVERIFY(expected > 0.5 && expected < 0.99);
}

void PcaTest::componentsAreOrthonormal() {
  const PrincipalComponents pca(data(), small(20));
  QVERIFY(largest(pca.components().mm(pca.components().t()) - torch::eye(20)) < 1e-5);
}

void PcaTest::latentsOfTheTrainingModelsAreStandardised() {
  const DataSet set = data();
  const PcaConfig config = small(10);
  const PrincipalComponents pca(set, config);
  const DataSplit split = splitModels(kModels, config.validation, config.test, config.seed);
  const torch::Tensor latents =
      pca.encodeStandardised(batchOf(set, split.train, pca.standardisation()));
  QCOMPARE(latents.sizes(),
           (torch::IntArrayRef{static_cast<std::int64_t>(split.train.size()), 10}));
  QVERIFY(largest(latents.mean(0)) < 1e-4);
  QVERIFY(largest(latents.square().mean(0) - 1.0) < 1e-3);
}

void PcaTest::asManyComponentsAsModelsLoseNothing() {
  const DataSet set = data();
  PcaConfig config = small(29);
  config.test = 0.9;
  config.validation = 0.0;
  const PrincipalComponents pca(set, config);
  const DataSplit split = splitModels(kModels, 0.0, 0.9, config.seed);
  QCOMPARE(split.train.size(), std::size_t{30});
  QVERIFY(reconstructionError(pca, set, split.train) < 1e-3);
  const VelocityModel model = set.read(split.train[3]);
  const torch::Tensor velocity =
      torch::from_blob(const_cast<double*>(model.velocity().data()), {1, 16, 24}, torch::kFloat64)
          .to(torch::kFloat32);
  QVERIFY(largest(pca.decode(pca.encode(velocity)) - velocity) < 1e-2);
}

void PcaTest::moreComponentsLoseLess() {
  const DataSet set = data();
  const std::vector<std::int64_t> test = splitModels(kModels, 0.05, 0.1, 0).test;
  double before = 1.0;
  for (const int components : {3, 12, 48}) {
    const double error =
        reconstructionError(PrincipalComponents(set, small(components)), set, test);
    QVERIFY(error < 0.8 * before);
    before = error;
  }
}

void PcaTest::aModelSurvivesItsFile() {
  const PrincipalComponents pca(data(), small(7));
  Archive archive;
  pca.save(archive);
  archive.write(path("pca.isochron"));
  const auto back = loadLatentModel(Archive::read(path("pca.isochron")));
  QCOMPARE(back->kind(), std::string("pca"));
  QCOMPARE(back->latentCount(), std::int64_t{7});
  QCOMPARE(back->standardisation(), pca.standardisation());
  QCOMPARE(back->grid(), pca.grid());
  const torch::Tensor velocity = torch::full({2, 16, 24}, 3.5f);
  QVERIFY(torch::equal(back->encode(velocity), pca.encode(velocity)));
}

void PcaTest::theResultIsTheSameEveryTime() {
  const PrincipalComponents first(data(), small(9)), second(data(), small(9));
  QVERIFY(torch::equal(first.components(), second.components()));
}

void PcaTest::componentsPointTheWayOfOneField() {
  const PrincipalComponents pca(data(), small(6));
  const Eigen::VectorXd field = orientationField(16 * 24);
  const torch::Tensor components = pca.components().to(torch::kFloat64).contiguous();
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Rows> rows(components.data_ptr<double>(), 6, 16 * 24);
  for (int k = 0; k < 6; ++k) QVERIFY(rows.row(k).dot(field) > 0.0);
}

void PcaTest::modelsThatAreAllTheSameAreRefused() {
  const std::string file = path("same.npy").string();
  NpySequenceWriter writer(file, 40, 8, 8);
  Array velocity(8, 8);
  for (int i = 0; i < 64; ++i) velocity.data()[i] = 2.0 + 0.03 * i;
  for (int i = 0; i < 40; ++i) writer.append(velocity);
  writer.finish();
  try {
    (void)PrincipalComponents(DataSet::open(file), small(4));
    QFAIL("nothing was thrown");
  } catch (const Error& error) {
    QVERIFY2(error.problem() == "all models are the same", error.what());
  }
}

void PcaTest::moreComponentsThanDifferencesAreRefused() {
  PcaConfig config = small(30);
  config.test = 0.9;
  config.validation = 0.0;  // 30 models to learn from, which differ in 29 ways
  QVERIFY_EXCEPTION_THROWN(PrincipalComponents(data(), config), Error);
  config.components = 29;
  QVERIFY(PrincipalComponents(data(), config).energy() > 0.999);
}

void PcaTest::aFileWithoutItsEnergyIsRefused() {
  Archive archive;
  PrincipalComponents(data(), small(3)).save(archive);
  for (const Json& energy : {Json(), Json("all")}) {
    archive.metadata["energy"] = energy;
    QVERIFY_EXCEPTION_THROWN(PrincipalComponents{archive}, Error);
  }
}

void PcaTest::asARunItFindsTheSameEvenInterrupted() {
  PcaConfig config = small(7);
  config.test = 0.01;  // more than one block to learn from
  Archive expected;
  PrincipalComponents(data(), config).save(expected);
  PcaStage first(data(), config);
  QCOMPARE(first.plannedSteps(), std::int64_t{8});  // four passes of two blocks
  std::vector<double> errors;
  for (int i = 0; i < 5; ++i) {
    first.step();
    errors.push_back(*first.metrics().find(kErrorMetric));
    (void)first.snapshot(i);
  }
  Archive half;
  first.save(half);
  half.write(path("half.isochron"));
  PcaStage second(data(), config);
  second.load(Archive::read(path("half.isochron")));
  while (second.steps() < second.plannedSteps()) second.step();
  Archive found;
  second.save(found);
  for (const auto& [name, array] : expected.arrays()) QVERIFY(found.at(name).bytes == array.bytes);
  QCOMPARE(found.described("energy"), expected.described("energy"));
  QVERIFY(second.metrics().find("energy").value_or(0.0) > 0.0);
  QVERIFY(*second.metrics().find(kErrorMetric) < 0.8 * errors.front());
  // What is stored is a model like any other.
  found.write(path("found.isochron"));
  QCOMPARE(loadLatentModel(Archive::read(path("found.isochron")))->latentCount(), std::int64_t{7});
  const Snapshot snapshot = second.snapshot(0);
  QVERIFY(
      (snapshot.find("velocity")->values == data().read(second.split().validation[0]).velocity())
          .all());
  QVERIFY(snapshot.find("error")->values.mean() < 0.5);
}

void PcaTest::impossibleSettingsAreRefused() {
  QVERIFY_EXCEPTION_THROWN(PrincipalComponents(data(), small(400)), Error);
  QVERIFY_EXCEPTION_THROWN((void)PcaConfig::fromJson({{"components", 0}}), Error);
  QVERIFY_EXCEPTION_THROWN((void)PcaConfig::fromJson({{"component", 3}}), Error);
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::PcaTest)
#include "pca_test.moc"
