// SPDX-License-Identifier: GPL-3.0-or-later
// The loss of a batch: its gradient against finite differences, for every way to make it, and what
// it tells the adaptive sampler.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <set>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "tiny_network.h"
#include "training/pca.h"
#include "training/pinn_batch.h"

namespace isochron {
namespace {

constexpr int kNx = 24, kNz = 20;
constexpr std::int64_t kModels = 24;

LatentPinnConfig tiny() {
  LatentPinnConfig config = tests::tinyNetwork();
  config.width = 16;
  config.depth = 3;
  config.points = 30;
  config.labelPoints = 25;
  config.models = 4;
  config.slowest = 1.5;
  config.fastest = 7.0;
  config.threads = 1;
  return config;
}

LatentPinnConfig with(const QString& settings) {
  Json json = tiny().toJson();
  json.update(Json::parse(settings.toStdString()));
  return LatentPinnConfig::fromJson(json);
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

}  // namespace

class PinnBatchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    file_ = folder_.filePath("fields.npy").toStdString();
    NpySequenceWriter writer(file_, kModels, kNz, kNx);
    generateMany(ModelKind::RandomField, paperGrid(kNx, kNz), 0, kModels, 1,
                 [&](std::int64_t, const VelocityModel& m) { writer.append(m.velocity()); });
    writer.finish();
    PcaConfig config;
    config.components = 5;
    config.threads = 1;
    latents_ = std::make_shared<PrincipalComponents>(data(), config);
  }

  void theGradientIsThatOfTheLoss_data() {
    QTest::addColumn<QString>("settings");
    const auto add = [](const char* network, const char* derivatives, const char* norm,
                        const char* rest) {
      QTest::addRow("%s, %s, %s%s", network, derivatives, norm, rest)
          << QStringLiteral(R"({"network": "%1", "derivatives": "%2", "norm": "%3"%4})")
                 .arg(QLatin1String(network), QLatin1String(derivatives), QLatin1String(norm),
                      QLatin1String(rest));
    };
    for (const char* network : {"branch-trunk", "mlp"})
      for (const char* derivatives : {"upwind", "central", "exact"}) {
        if (network == std::string("branch-trunk") && derivatives == std::string("exact")) continue;
        for (const char* norm : {"l1", "l2", "velocity"})
          for (const char* labels : {"", R"(, "labels": 2.0)"})
            for (const char* second :
                 {"", R"(, "semiconcavity": 0.01, "semiconcavity_bound": 0.0)"})
              add(network, derivatives, norm, (std::string(labels) + second).c_str());
        // Labels alone, and without a weight of the residual.
        add(network, derivatives, "l1", R"(, "labels": 2.0, "points": 0)");
        add(network, derivatives, "l1", R"(, "labels": 2.0, "residual": 0.0)");
        add(network, derivatives, "l1",
            R"(, "residual": 0.0, "semiconcavity": 0.01, "semiconcavity_bound": 0.0)");
      }
  }
  /// Along some directions of all parameters together.
  void theGradientIsThatOfTheLoss() {
    QFETCH(QString, settings);
    const LatentPinnConfig config = with(settings);
    const DataSet set = data();
    LatentPinn model(latents_, config);
    PinnBatches batches(set, models_, model);
    const PinnBatch batch = batches.draw(0, config.loss);
    const std::vector<float> start = model.parameters();
    const auto lossAt = [&](const std::vector<float>& at) {
      return batch.loss(model, at, config).total;
    };
    QVERIFY(lossAt(start) > 0.0);
    std::vector<float> gradient(start.size());
    model.network().backward(start, gradient);
    const double length = std::sqrt(dot(gradient, gradient));
    QVERIFY(length > 0.0);
    int compared = 0;
    for (int seed = 0; seed < 6; ++seed) {
      RandomStream random(static_cast<std::uint64_t>(seed));
      // Half along the gradient: a direction along which the loss changes.
      std::vector<float> direction(start.size());
      const double scale = 1.0 / std::sqrt(static_cast<double>(start.size()));
      for (std::size_t i = 0; i < direction.size(); ++i)
        direction[i] = static_cast<float>(scale * random.normalPair().first + gradient[i] / length);
      const auto difference = [&](double h) {
        std::vector<float> low = start, high = start;
        for (std::size_t i = 0; i < start.size(); ++i) {
          low[i] -= static_cast<float>(h * direction[i]);
          high[i] += static_cast<float>(h * direction[i]);
        }
        return (lossAt(high) - lossAt(low)) / (2.0 * h);
      };
      const double expected = dot(gradient, direction);
      // Where two steps disagree, kinks lie between: there is no derivative to compare with.
      const double coarse = difference(2e-3), fine = difference(1e-3);
      if (std::abs(coarse - fine) > 0.01 * length) continue;
      QVERIFY2(std::abs(fine - expected) < 0.02 * length,
               qPrintable(QStringLiteral("%1, not %2").arg(expected).arg(fine)));
      ++compared;
    }
    QVERIFY2(compared >= 3, qPrintable(QString::number(compared)));
  }

  void theAdaptiveSamplerIsToldResiduals_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("upwind") << R"({"sampler": "adaptive"})";
    QTest::newRow("central") << R"({"sampler": "adaptive", "derivatives": "central"})";
    QTest::newRow("exact")
        << R"({"sampler": "adaptive", "derivatives": "exact", "network": "mlp"})";
  }
  void theAdaptiveSamplerIsToldResiduals() {
    QFETCH(QString, settings);
    const LatentPinnConfig config = with(settings);
    const DataSet set = data();
    LatentPinn model(latents_, config);
    PinnBatches batches(set, models_, model);
    const EikonalLossTerms terms =
        batches.draw(0, config.loss).loss(model, model.parameters(), config, &batches.residuals());
    std::vector<double> told;
    for (const double mean : batches.residuals().means())
      if (mean >= 0.0) told.push_back(mean);
    QVERIFY(told.size() > 10);
    QVERIFY(terms.residual > 0.0);
    // In the size of their mean, and not all alike.
    const auto [least, most] = std::minmax_element(told.begin(), told.end());
    QVERIFY(*most > 0.5 * terms.residual && *least < *most);
  }

  void asManyTrainingNodesAsPointsAreKept() {
    const LatentPinnConfig config = with(QStringLiteral(R"({"training_nodes": 30})"));
    const DataSet set = data();
    const LatentPinn model(latents_, config);
    PinnBatches batches(set, models_, model);
    std::set<std::pair<double, double>> nodes;
    for (std::int64_t number = 0; number < 5; ++number)
      for (const Point& p : batches.draw(number, config.loss).points()) nodes.insert({p.x, p.z});
    QCOMPARE(nodes.size(), std::size_t{30});
  }

 private:
  DataSet data() const {
    VelocityFile file = VelocityFile::open(file_);
    ImportLayout layout = file.guess().layout;
    layout.dx = 5.0 / (kNx - 1);
    layout.dz = 1.0 / (kNz - 1);
    return {std::move(file), layout};
  }

  QTemporaryDir folder_;
  std::string file_;
  std::shared_ptr<const LatentModel> latents_;
  const std::vector<std::int64_t> models_ = {0, 1, 2, 3, 5, 8, 13, 21};
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::PinnBatchTest)
#include "pinn_batch_test.moc"
