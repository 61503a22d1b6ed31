// SPDX-License-Identifier: GPL-3.0-or-later
// Principal directions of latents: against the principal components of the fields themselves.
#include "training/principal_directions.h"

#include <Eigen/Eigenvalues>
#include <QtTest>

#include "generators/random_stream.h"

namespace {

using namespace isochron;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kModels = 200, kLatents = 5, kNodes = 40;

MatrixXd normal(int rows, int columns, std::uint64_t seed) {
  RandomStream random(seed);
  MatrixXd result(rows, columns);
  for (int i = 0; i < result.size(); ++i) result.data()[i] = random.normalPair().first;
  return result;
}

LatentEffects effectsOf(const MatrixXd& changes) {
  return {
      changes.transpose() * changes / static_cast<double>(changes.rows()),
      changes.transpose() * orientationField(changes.rows()) / static_cast<double>(changes.rows())};
}

double largest(const MatrixXd& matrix) { return matrix.cwiseAbs().maxCoeff(); }

class PrincipalDirectionsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    // Correlated latents, each with another effect.
    latents_ = normal(kModels, kLatents, 1) * normal(kLatents, kLatents, 2);
    latents_.rowwise() += Eigen::RowVectorXd::LinSpaced(kLatents, -1.0, 2.0);
    changes_ = normal(kNodes, kLatents, 3);
    directions_ = principalDirections(latents_, effectsOf(changes_));
  }

  void theyAreThePrincipalComponentsOfTheFields() {
    const MatrixXd fields = latents_ * changes_.transpose();
    const MatrixXd centred = fields.rowwise() - fields.colwise().mean();
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(centred.transpose() * centred);
    const VectorXd variances = solver.eigenvalues().reverse();
    QCOMPARE(directions_.count(), Eigen::Index{kLatents});
    const VectorXd shares = variances.head(kLatents) / variances.sum();
    QVERIFY(largest(directions_.shares - shares) < 1e-10);
    // A step changes the fields as the component of that number does.
    for (int k = 0; k < kLatents; ++k) {
      const VectorXd change = changes_ * directions_.steps.col(k);
      const VectorXd component = solver.eigenvectors().col(kNodes - 1 - k);
      QVERIFY(std::abs(std::abs(change.normalized().dot(component)) - 1.0) < 1e-9);
    }
  }

  void scoresHaveUnitVarianceAndDoNotGoTogether() {
    const MatrixXd scores = directions_.scores(latents_);
    QVERIFY(largest(scores.colwise().mean()) < 1e-10);
    const MatrixXd covariance = scores.transpose() * scores / (kModels - 1.0);
    QVERIFY(largest(covariance - MatrixXd::Identity(kLatents, kLatents)) < 1e-9);
  }

  void aStepRaisesItsOwnScoreAlone() {
    for (int k = 0; k < kLatents; ++k) {
      const MatrixXd start = latents_.row(7);
      const MatrixXd moved = start + 2.5 * directions_.steps.col(k).transpose();
      MatrixXd change = directions_.scores(moved) - directions_.scores(start);
      change(0, k) -= 2.5;
      QVERIFY2(largest(change) < 1e-9, std::to_string(k).c_str());
    }
  }

  void allPointTheWayOfOneField() {
    const VectorXd field = orientationField(kNodes);
    for (int k = 0; k < kLatents; ++k)
      QVERIFY(field.dot(changes_ * directions_.steps.col(k)) > 0.0);
    const PrincipalDirections turned = principalDirections(latents_, effectsOf(-changes_));
    for (int k = 0; k < kLatents; ++k)
      QVERIFY(largest(turned.steps.col(k) + directions_.steps.col(k)) < 1e-9);
  }

  /// Whether what raises a model as a whole, or changes it as a symmetric pattern would.
  void theFieldTellsEveryDirectionFromItsOpposite() {
    constexpr int kSide = 64;
    const VectorXd field = orientationField(kSide * kSide);
    QVERIFY(std::abs(field.mean() - 1.0) < 0.1);
    QVERIFY(std::abs((field.array() - field.mean()).square().mean() - 1.0) < 0.1);
    for (int kx = 0; kx < 6; ++kx)
      for (int kz = 0; kz < 6; ++kz) {
        VectorXd pattern(kSide * kSide);
        for (int i = 0; i < kSide * kSide; ++i)
          pattern(i) = std::cos(M_PI * kx * (i % kSide + 0.5) / kSide) *
                       std::cos(M_PI * kz * (i / kSide + 0.5) / kSide);
        // Of numbers near 1: rounding in single precision is a thousand times smaller.
        QVERIFY(std::abs(pattern.normalized().dot(field)) > 1e-3);
      }
    QVERIFY(VectorXd::Ones(kSide * kSide).dot(field) > 0.0);
  }

  void aLatentThatDoesNothingIsNoDirection() {
    MatrixXd changes = changes_;
    changes.col(2).setZero();
    const PrincipalDirections fewer = principalDirections(latents_, effectsOf(changes));
    QCOMPARE(fewer.count(), Eigen::Index{kLatents - 1});
    QVERIFY(fewer.scores(latents_).allFinite());
    QVERIFY(fewer.steps.allFinite());
  }

  void modelsThatAreAllTheSameHaveNone() {
    const LatentEffects effects = effectsOf(changes_);
    QCOMPARE(principalDirections(latents_.topRows(1), effects).count(), Eigen::Index{0});
    const MatrixXd same = latents_.row(0).replicate(10, 1);
    const PrincipalDirections none = principalDirections(same, effects);
    QCOMPARE(none.count(), Eigen::Index{0});
    QCOMPARE(none.scores(latents_).cols(), Eigen::Index{0});
  }

 private:
  MatrixXd latents_, changes_;
  PrincipalDirections directions_;
};

}  // namespace

QTEST_GUILESS_MAIN(PrincipalDirectionsTest)
#include "principal_directions_test.moc"
