// SPDX-License-Identifier: GPL-3.0-or-later
// Latents as a user meets it: reconstructions, the map, walks, and what cannot be shown.
#include <QComboBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>

#include "formats/npy_sequence_writer.h"
#include "latent_map_view.h"
#include "latents/choice_bar.h"
#include "latents/latent_pictures.h"
#include "latents/latents_workspace.h"
#include "latents/map_export.h"
#include "latents/map_panel.h"
#include "latents/walk_panel.h"
#include "number_box.h"
#include "project/project_actions.h"
#include "tiny_network.h"
#include "training/autoencoder.h"
#include "training/autoencoder_stage.h"
#include "training/latent_pinn.h"
#include "training/pca.h"
#include "value_control.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

constexpr int kNx = 24, kNz = 16, kModels = 64;

Grid smallGrid() { return paperGrid(kNx, kNz); }

ModelPointer field(std::uint64_t seed, const Grid& grid = smallGrid()) {
  return std::make_shared<const VelocityModel>(generate(ModelKind::RandomField, grid, seed));
}

double largest(const Array& values) { return values.abs().maxCoeff(); }

/// Decodes everything to 3 km/s but for one node, where nothing could travel.
class SinkingCoder final : public LatentCoder {
 public:
  const Grid& grid() const override { return grid_; }
  int latentCount() const override { return 2; }
  double meanVelocity(const VelocityBounds&) const override { return 4.0; }
  FloatRows encode(const FloatRows& velocity) override {
    return FloatRows::Zero(velocity.rows(), 2);
  }
  FloatRows decode(const FloatRows& latents, std::span<const VelocityBounds>) override {
    FloatRows velocity = FloatRows::Constant(latents.rows(), grid_.size(), 3.0F);
    velocity.col(7).setConstant(-1.0F);
    return velocity;
  }

 private:
  Grid grid_ = smallGrid();
};

class LatentsWorkspaceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    isolateSettings(folder_);
    writeSet(QStringLiteral("family.npy"), smallGrid());
    writeSet(QStringLiteral("wider.npy"), paperGrid(32, 16));
    const DataSet data = DataSet::open(path("family.npy").toStdString());
    PcaConfig pca;
    pca.components = 6;
    pca.threads = 1;
    principal_ = std::make_shared<PrincipalComponents>(data, pca);
    principal_->save(*(pca_ = std::make_shared<Archive>()));
    AutoencoderConfig small;
    small.latents = 5;
    small.blocks = 2;
    small.width = 4;
    small.batch = 16;
    small.epochs = 0;
    small.threads = 1;
    small.learningRate = 1e-2;
    AutoencoderStage stage(data, small);
    for (int i = 0; i < 60; ++i) stage.step();
    stage.finish();
    stage.save(*(autoencoder_ = std::make_shared<Archive>()));
    LatentPinnConfig config = tests::tinyNetwork();
    config.slowest = 2.0;
    config.fastest = 6.0;
    LatentPinn(principal_, config).save(*(pinn_ = std::make_shared<Archive>()));
  }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
  }
  void cleanup() { window_.reset(); }

  // --- the first picture -------------------------------------------------------------------------

  void itOpensOnAFinishedPicture() {
    window_->document().load(field(3), {QStringLiteral("drawn"), {}, {}});
    addLatents(pca_);
    openLatents();
    QCOMPARE(map().count(), 500);
    QVERIFY(map().complete);
    QVERIFY(!map().family.data);
    QVERIFY(answer().reconstruction && answer().walked);
    QCOMPARE(answer().reconstruction->original, window_->document().model());
    QVERIFY(!answer().walked->contours.empty());
    QVERIFY2(chosenTitle().contains(QStringLiteral("drawn")), qPrintable(chosenTitle()));
    QVERIFY(!answer().drawingScores.empty());
    QVERIFY(place().message().text().isEmpty());
  }

  void withoutLatentsItSaysHowToGetSome() {
    openLatents();
    QCOMPARE(place().controller().latents(), std::uint64_t{0});
    QVERIFY(!place().controller().map());
    QVERIFY(!place().walk().useButton()->isEnabled());
    QVERIFY(!place().walk().useButton()->toolTip().isEmpty());
    QTest::keyClick(place().mapPanel().view(), Qt::Key_Right);
    // Trained next door while one looks.
    addLatents(pca_);
    QVERIFY(settle(*window_));
    QCOMPARE(map().count(), 500);
    QCOMPARE(place().choice().latents()->count(), 3);  // with the line and Open…
  }

  void aDrawingOnOtherNodesIsLeftOut() {
    QCOMPARE(window_->document().grid().nx, 128);
    addLatents(pca_);
    openLatents();
    QVERIFY(answer().reconstruction);
    QCOMPARE(place().controller().chosenIndex(), std::optional<int>(0));
    QVERIFY(answer().drawingScores.empty());
    place().choice().drawingButton()->click();
    QVERIFY(settle(*window_));
    QVERIFY2(message().contains(QStringLiteral("128 x 128")), qPrintable(message()));
    QCOMPARE(place().controller().chosenIndex(), std::optional<int>(0));
  }

  // --- numbers -----------------------------------------------------------------------------------

  void theErrorsAreThoseOfStageOne() {
    const DataSet data = openSet("family.npy");
    addLatents(pca_);
    openLatents();
    QCOMPARE(map().count(), kModels);
    std::vector<std::int64_t> all(kModels);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
    const double family = reconstructionError(*principal_, data, all);
    QVERIFY2(std::abs(map().familyError - family) < 1e-4 * family,
             qPrintable(QString::number(map().familyError)));
    choose(9);
    const std::int64_t nine = 9;
    const double one = reconstructionError(*principal_, data, {&nine, 1});
    QVERIFY(std::abs(answer().reconstruction->relative - one) < 1e-4 * one);
    QVERIFY(std::abs(map().error[9] - one) < 1e-4 * one);
    const Array difference = answer().reconstruction->decoded->values - data.read(9).velocity();
    QVERIFY(largest(answer().reconstruction->difference->values - difference.abs()) < 1e-9);
    QVERIFY(std::abs(answer().reconstruction->largest - largest(difference)) < 1e-9);
  }

  void withPrincipalComponentsTheDirectionsAreThose() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    QCOMPARE(map().directions.count(), Eigen::Index{6});
    // Latents come by falling variance, and over the set they vary by about 1 each.
    for (int k = 0; k < 2; ++k) {
      const Eigen::VectorXd latent = map().latents.col(k).cast<double>().matrix();
      const Eigen::VectorXd score = map().scores.col(k);
      const Eigen::VectorXd centred = latent.array() - latent.mean();
      const double together = std::abs(centred.normalized().dot(score.normalized()));
      QVERIFY2(together > 0.9, qPrintable(QString::number(together)));
    }
    QVERIFY(std::abs(map().directions.shares.sum() - 1.0) < 1e-6);
  }

  void aDataSetOfManyIsLookedAtEvenly() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    typeInto(*place().choice().count(), QStringLiteral("16"));
    QVERIFY(settle(*window_));
    QCOMPARE(map().count(), 16);
    QCOMPARE(map().family.at(15).place, std::int64_t{60});
  }

  void itFollowsTheSetThatIsChosenInData() {
    writeSet(QStringLiteral("second.npy"), smallGrid());
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    DataLibrary& library = window_->project().data();
    const std::uint64_t first = library.chosen()->id;
    QCOMPARE(map().family.data, library.chosen()->data);
    openSet("second.npy");
    QVERIFY(settle(*window_));
    QCOMPARE(map().family.data, library.chosen()->data);
    QCOMPARE(place().choice().families()->currentText(), QStringLiteral("second"));
    library.choose(first);
    QVERIFY(settle(*window_));
    QCOMPARE(map().family.data, library.find(first)->data);
    // Another may be looked at here, until another is chosen there; also while this is hidden.
    chooseFamily(0);
    QVERIFY(!map().family.data);
    QVERIFY(window_->showWorkspace(QStringLiteral("explore")) != nullptr);
    library.remove(first);
    openLatents();
    QCOMPARE(map().family.data, library.chosen()->data);
  }

  void aNewProjectBeginsClean() {
    startWith(pca_);
    place().action(LatentsCommandId::UseInExplore)->trigger();
    QVERIFY(!message().isEmpty());
    typeInto(*place().mapPanel().acrossBox(), QStringLiteral("3"));
    place().walk().deviations()->findChild<NumberBox*>()->setValue(1.25);
    window_->projectActions().saver().startNew();
    QVERIFY(settle(*window_));
    QVERIFY2(message().isEmpty(), qPrintable(message()));
    QCOMPARE(place().mapPanel().across(), 0);
    QCOMPARE(place().controller().walk().deviations, 0.0);
    QVERIFY(place().controller().map() == nullptr);
    QVERIFY(!answer().walked);
  }

  void velocitiesShareTheirColoursAndTheDifferenceHasItsOwn() {
    addLatents(pca_);
    openLatents();
    LatentPictures& pictures = place().pictures();
    const Colouring original = pictures.view(LatentPictures::Original).colouring();
    QCOMPARE(pictures.view(LatentPictures::Decoded).colouring(), original);
    QCOMPARE(pictures.view(LatentPictures::Walked).colouring(), original);
    const Colouring difference = pictures.view(LatentPictures::Difference).colouring();
    QCOMPARE(difference.min, 0.0);
    QCOMPARE(difference.max, answer().reconstruction->largest);
  }

  // --- the map -----------------------------------------------------------------------------------

  void aClickOnThePointOfAModelShowsIt() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    LatentMapView* view = place().mapPanel().view();
    const int index = lonelyPoint();
    QWidget* chart = view->childAt(view->rect().center());
    const QPoint at = chart->mapFrom(view, *view->pixelOf(index));
    QTest::mouseClick(chart, Qt::LeftButton, {}, at);
    QVERIFY(settle(*window_));
    QCOMPARE(place().controller().chosenIndex(), std::optional<int>(index));
    QCOMPARE(view->chosen(), std::optional<int>(index));
    const DataSet data = DataSet::open(path("family.npy").toStdString());
    QVERIFY(largest(answer().reconstruction->original->velocity() - data.read(index).velocity()) ==
            0.0);
    QTest::keyClick(view, Qt::Key_Right);
    QVERIFY(settle(*window_));
    QVERIFY(place().controller().chosenIndex() != std::optional<int>(index));
  }

  void thePointerOverAPointShowsItsModel() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    LatentMapView* view = place().mapPanel().view();
    QWidget* chart = view->childAt(view->rect().center());
    QTest::mouseMove(chart, chart->mapFrom(view, *view->pixelOf(lonelyPoint())));
    QTRY_VERIFY(view->hoverCard()->isVisible());
  }

  void axesAndColoursAreChosen() {
    addLatents(pca_);
    openLatents();
    MapPanel& panel = place().mapPanel();
    const QPoint before = *panel.view()->pixelOf(3);
    typeInto(*panel.acrossBox(), QStringLiteral("3"));
    typeInto(*panel.upBox(), QStringLiteral("5"));
    QCOMPARE(panel.across(), 2);
    QVERIFY(*panel.view()->pixelOf(3) != before);
    panel.colours()->setCurrentIndex(1);
    QVERIFY(panel.summary().contains(QStringLiteral("500")));
  }

  void aMapThatIsEndedEarlyHasWhatWasEncoded() {
    CoderCache coders(openLatentCoder);
    MapRequest request;
    request.archive = pca_;
    request.family.count = 2000;
    std::vector<MapUpdate> all;
    makeLatentMap(request, coders, {}, [&](MapUpdate news) {
      if (news.map) request.enough->store(true);
      all.push_back(std::move(news));
    });
    QVERIFY(all.back().last);
    QVERIFY(all.back().problem.isEmpty());
    QVERIFY(!all.back().map->complete);
    QVERIFY(all.back().map->count() >= 100 && all.back().map->count() < 2000);
    QCOMPARE(all.back().map->scores.rows(), all.back().map->count());
  }

  void aMapThatNobodyWantsIsDropped() {
    CoderCache coders(openLatentCoder);
    MapRequest request;
    request.archive = pca_;
    request.family.count = 2000;
    std::stop_source stop;
    bool finished = false;
    makeLatentMap(request, coders, stop.get_token(), [&](const MapUpdate& news) {
      stop.request_stop();
      finished |= news.last;
    });
    QVERIFY(!finished);
  }

  void itsNumbersAreWritten() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    const QStringList lines = toCsv(map()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), kModels + 1);
    const QStringList values = lines[8].split(QLatin1Char(','));
    QCOMPARE(values.size(), 3 + 6 + 6);
    QCOMPARE(values[0], QStringLiteral("7"));
    QVERIFY(std::abs(values[3].toDouble() - map().scores(7, 0)) < 1e-6);
    QVERIFY(std::abs(values[9].toDouble() - static_cast<double>(map().latents(7, 0))) < 1e-6);
  }

  // --- walks -------------------------------------------------------------------------------------

  void aWalkBeginsAtTheReconstruction_data() { stageOnes(); }
  void aWalkBeginsAtTheReconstruction() {
    startWith();
    QVERIFY(largest(answer().walked->model->velocity() - answer().reconstruction->decoded->values) <
            1e-5);
  }

  void aStepAlongADirectionChangesItsScoreAlone_data() { stageOnes(); }
  void aStepAlongADirectionChangesItsScoreAlone() {
    startWith();
    const std::vector<double> before = answer().walkedScores;
    const std::vector<double> chosen = answer().chosenScores;
    place().walk().direction()->setValue(2);
    ValueControl* distance = place().walk().deviations();
    NumberBox* typed = &distance->box();
    typed->selectAll();
    QTest::keyClicks(typed, QStringLiteral("1.5"));
    QTest::keyClick(typed, Qt::Key_Enter);
    QVERIFY(settle(*window_));
    for (std::size_t k = 0; k < before.size(); ++k) {
      const double expected = before[k] + (k == 1 ? 1.5 : 0.0);
      QVERIFY2(std::abs(answer().walkedScores[k] - expected) < 1e-3,
               qPrintable(QStringLiteral("%1: %2").arg(k).arg(answer().walkedScores[k])));
    }
    QCOMPARE(answer().chosenScores, chosen);
    QTest::keyClick(place().mapPanel().view(), Qt::Key_R);
    QVERIFY(settle(*window_));
    QCOMPARE(place().walk().deviations()->value(), 0.0);
    QVERIFY(std::abs(answer().walkedScores[1] - before[1]) < 1e-6);
  }

  void theSliderWalksLive() {
    startWith(pca_);
    auto* slider = place().walk().deviations()->findChild<QSlider*>();
    QSignalSpy answers(&place().controller(), &LatentsController::answered);
    const Array before = answer().walked->model->velocity();
    const QPoint middle = slider->rect().center();
    QTest::mousePress(slider, Qt::LeftButton, {}, middle);
    for (int i = 1; i <= 10; ++i) QTest::mouseMove(slider, middle + QPoint(6 * i, 0));
    QTRY_VERIFY(answers.size() > 0);
    QTest::mouseRelease(slider, Qt::LeftButton, {}, middle + QPoint(60, 0));
    QVERIFY(settle(*window_));
    QVERIFY(place().walk().deviations()->value() > 0.2);
    QVERIFY(largest(answer().walked->model->velocity() - before) > 0.01);
    const double moved = answer().walkedScores[0] - answer().chosenScores[0];
    QVERIFY(std::abs(moved - place().walk().deviations()->value()) < 1e-3);
    QCOMPARE(answer().walked->traveltimes->grid, answer().walked->model->grid());
  }

  void betweenTwoModelsTheLatentsAreMixed_data() { stageOnes(); }
  void betweenTwoModelsTheLatentsAreMixed() {
    startWith();
    choose(4);
    QTest::keyClick(place().mapPanel().view(), Qt::Key_A, Qt::ShiftModifier);
    choose(11);
    place().walk().secondButton()->click();
    place().walk().between()->click();
    typeInto(place().walk().fraction()->box(), QStringLiteral("0.25"));
    QVERIFY(settle(*window_));
    for (std::size_t k = 0; k < answer().walkedScores.size(); ++k) {
      const auto column = static_cast<Eigen::Index>(k);
      const double expected = 0.75 * map().scores(4, column) + 0.25 * map().scores(11, column);
      QVERIFY(std::abs(answer().walkedScores[k] - expected) < 1e-3);
    }
    typeInto(place().walk().fraction()->box(), QStringLiteral("1.0"));
    QVERIFY(settle(*window_));
    QVERIFY(largest(answer().walked->model->velocity() - answer().reconstruction->decoded->values) <
            1e-5);
  }

  void theDecodedModelBecomesTheDrawingInOneStep() {
    window_->document().load(field(3), {QStringLiteral("drawn"), {}, {}});
    startWith(pca_);
    place().choice().drawingButton()->click();
    QVERIFY(settle(*window_));
    const ModelPointer before = window_->document().model();
    const int steps = window_->document().history().count();
    typeInto(place().walk().deviations()->box(), QStringLiteral("-1.0"));
    QVERIFY(settle(*window_));
    const Array walked = answer().walked->model->velocity();
    QTest::keyClick(place().mapPanel().view(), Qt::Key_U);
    QVERIFY(settle(*window_));
    QCOMPARE(window_->document().history().count(), steps + 1);
    QVERIFY(largest(window_->document().model()->velocity() - walked) == 0.0);
    QVERIFY2(window_->document().origin().title.contains(QStringLiteral("direction 1")),
             qPrintable(window_->document().origin().title));
    // It is where the walk went, and the walk begins there now.
    QCOMPARE(place().walk().deviations()->value(), 0.0);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    window_->showWorkspace(QStringLiteral("latents"));
    QVERIFY(settle(*window_));
    QCOMPARE(window_->document().model(), before);
    QCOMPARE(answer().reconstruction->original, before);
  }

  void aProjectKeepsHowItIsLookedAt() {
    window_->document().load(field(3), {QStringLiteral("drawn"), {}, {}});
    startWith(pca_);
    typeInto(*place().mapPanel().acrossBox(), QStringLiteral("3"));
    place().mapPanel().colours()->setCurrentIndex(2);
    place().walk().direction()->setValue(2);
    typeInto(place().walk().deviations()->box(), QStringLiteral("1.25"));
    place().action(LatentsCommandId::ShowContours)->trigger();
    const Json state = place().projectState();
    init();
    addLatents(pca_);
    openLatents();
    place().restoreProjectState(state);
    QVERIFY(settle(*window_));
    QVERIFY(place().projectState() == state);
    QCOMPARE(place().controller().walk().deviations, 1.25);
    QCOMPARE(place().mapPanel().across(), 2);
    place().restoreProjectState({{"across", 999}, {"colours", -7}, {"deviations", 1e9}});
    QVERIFY(settle(*window_));
    QCOMPARE(place().mapPanel().across(), 5);
    QCOMPARE(place().walk().deviations()->value(), 4.0);
    QVERIFY(answer().walked);
  }

  void aLatentPinnAnswersBesideTheSolver() {
    startWith(pinn_);
    QCOMPARE(answer().walked->network.state, NetworkState::Answered);
    QVERIFY(!answer().walked->network.contours.empty());
    QVERIFY(place().pictures().title(LatentPictures::Walked).contains(QStringLiteral("RMAE")));
    QCOMPARE(answer().walked->network.reply.traveltimes->source, answer().walked->source);
  }

  void velocitiesBelowAllReasonAreRaisedAndTold() {
    LatentAnswerer answerer([](const Archive&) { return std::make_unique<SinkingCoder>(); },
                            openNetwork);
    LatentRequest request;
    request.archive = pca_;
    request.chosen.drawing = field(3);
    const LatentAnswer sunk = answerer.answer(request, {});
    QVERIFY2(sunk.problem.isEmpty(), qPrintable(sunk.problem));
    QCOMPARE(sunk.walked->raised, std::int64_t{1});
    QCOMPARE(sunk.walked->model->min(), kSlowestDecoded);
    QCOMPARE(sunk.walked->model->max(), 3.0);
    QVERIFY(sunk.reconstruction->decoded->values.minCoeff() == -1.0);  // shown as it is
  }

  void theSourceIsDraggedInThePictureOfTheWalk() {
    window_->document().load(field(3), {QStringLiteral("drawn"), {}, {}});
    startWith(pca_);
    place().choice().drawingButton()->click();
    QVERIFY(settle(*window_));
    FieldView& view = place().pictures().view(LatentPictures::Walked);
    const QPoint from = view.toWidget(answer().walked->source).toPoint();
    const QPoint to = view.toWidget({1.0, 0.3}).toPoint();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&view, (from + to) / 2);
    QTest::mouseMove(&view, to);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    QVERIFY(settle(*window_));
    QVERIFY(distance(window_->document().source(), {1.0, 0.3}) < 0.05);
    QCOMPARE(answer().walked->source, window_->document().source());
  }

  // --- the drawing changes, and nobody looks -----------------------------------------------------

  void editsAreCaughtUpWithWhenOneComesBack() {
    window_->document().load(field(3), {QStringLiteral("drawn"), {}, {}});
    startWith(pca_);
    place().choice().drawingButton()->click();
    QVERIFY(settle(*window_));
    window_->showWorkspace(QStringLiteral("explore"));
    QSignalSpy answers(&place().controller(), &LatentsController::answered);
    window_->document().load(field(8), {QStringLiteral("another"), {}, {}});
    QVERIFY(settle(*window_));
    QCOMPARE(answers.size(), 0);
    window_->showWorkspace(QStringLiteral("latents"));
    QVERIFY(settle(*window_));
    QCOMPARE(answer().reconstruction->original, window_->document().model());
    QVERIFY2(chosenTitle().contains(QStringLiteral("another")), qPrintable(chosenTitle()));
  }

  // --- what cannot be shown ----------------------------------------------------------------------

  void aSetWithOtherNodesIsToldAndWhatWasShownStays() {
    openSet("family.npy");
    addLatents(pca_);
    openLatents();
    const std::uint64_t wider = window_->project().data().add(
        std::make_shared<const DataSet>(DataSet::open(path("wider.npy").toStdString())));
    QVERIFY(settle(*window_));
    chooseFamily(wider);
    QVERIFY2(message().contains(QStringLiteral("32 x 16")) &&
                 message().contains(QStringLiteral("wider")),
             qPrintable(message()));
    QCOMPARE(map().count(), kModels);
    QCOMPARE(place().choice().families()->currentText(), QStringLiteral("family"));
    QVERIFY(answer().reconstruction);
  }

  void latentsForOtherNodesThanTheOnlySetShowRandomFields() {
    openSet("wider.npy");
    addLatents(pca_);
    openLatents();
    QVERIFY2(message().contains(QStringLiteral("32 x 16")), qPrintable(message()));
    QVERIFY(!map().family.data);
    QCOMPARE(map().count(), 500);
  }

  void damagedLatentsAreToldAndWhatWasShownStays() {
    addLatents(pca_);
    openLatents();
    const std::uint64_t before = place().controller().latents();
    Archive damaged = *pca_;
    damaged.metadata["grid"] = "nowhere";
    const std::uint64_t id = window_->project().models().add(
        QStringLiteral("damaged"), std::make_shared<const Archive>(std::move(damaged)));
    QVERIFY(settle(*window_));
    QComboBox* box = place().choice().latents();
    box->setCurrentIndex(box->findData(QVariant::fromValue<qulonglong>(id)));
    Q_EMIT box->activated(box->currentIndex());
    QVERIFY(settle(*window_));
    QVERIFY2(message().contains(QStringLiteral("grid")), qPrintable(message()));
    QCOMPARE(place().controller().latents(), before);
    QCOMPARE(box->currentData().toULongLong(), before);
    QVERIFY(answer().reconstruction && answer().walked);
  }

  void aFileWithoutLatentsIsRefusedInOneSentence() {
    addLatents(pca_);
    openLatents();
    Archive other;
    other.metadata["kind"] = "something";
    const QString file = path("other.isochron");
    other.write(file.toStdString());
    window_->openFile(file);
    QVERIFY(settle(*window_));
    QVERIFY2(message().contains(QStringLiteral("without latents")), qPrintable(message()));
    QCOMPARE(window_->project().models().models().size(), std::size_t{1});
    pca_->write(path("good.isochron").toStdString());
    window_->openFile(path("good.isochron"));
    QVERIFY(settle(*window_));
    QVERIFY(message().isEmpty());
    QVERIFY(place().choice().latents()->currentText().startsWith(QStringLiteral("good")));
  }

  void aModelThatCannotBeReadIsToldAndTheOneBeforeStays() {
    std::vector<Array> models;
    for (std::uint64_t seed = 0; seed < 20; ++seed) models.push_back(field(seed)->velocity());
    models[12](3, 4) = -1.0;
    NpySequenceWriter writer(path("bad.npy").toStdString(), 20, kNz, kNx);
    for (const Array& model : models) writer.append(model);
    writer.finish();
    addLatents(pca_);
    openLatents();
    ImportLayout layout = VelocityFile::open(path("bad.npy").toStdString()).guess().layout;
    layout.map.reset();
    const std::uint64_t id = window_->project().data().add(
        std::make_shared<const DataSet>(VelocityFile::open(path("bad.npy").toStdString()), layout));
    QVERIFY(settle(*window_));
    chooseFamily(id);
    QVERIFY2(!message().isEmpty(), qPrintable(message()));
    QCOMPARE(map().count(), 500);
    QVERIFY(answer().reconstruction && answer().walked);
  }

 private:
  LatentsWorkspace& place() {
    return *qobject_cast<LatentsWorkspace*>(window_->workspace(QStringLiteral("latents")));
  }
  const LatentMap& map() { return *place().controller().map(); }
  const LatentAnswer& answer() { return place().controller().answer(); }
  QString message() { return place().message().text(); }
  QString chosenTitle() { return place().choice().chosenTitle(); }
  QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

  void writeSet(const QString& name, const Grid& grid) {
    NpySequenceWriter writer(folder_.filePath(name).toStdString(), kModels, grid.nz, grid.nx);
    generateMany(
        ModelKind::RandomField, grid, 0, kModels, 2,
        [&](std::int64_t, const VelocityModel& model) { writer.append(model.velocity()); });
    writer.finish();
  }
  DataSet openSet(const char* name) {
    DataLibrary& library = window_->project().data();
    return *library
                .find(library.add(
                    std::make_shared<const DataSet>(DataSet::open(path(name).toStdString()))))
                ->data;
  }
  std::uint64_t addLatents(std::shared_ptr<const Archive> archive) {
    return window_->project().models().add(QStringLiteral("tiny"), std::move(archive));
  }
  void openLatents() {
    QVERIFY(window_->showWorkspace(QStringLiteral("latents")) != nullptr);
    QVERIFY(settle(*window_));
  }
  void stageOnes() {
    QTest::addColumn<bool>("convolutional");
    QTest::newRow("principal components") << false;
    QTest::newRow("autoencoder") << true;
  }
  void startWith(std::shared_ptr<const Archive> archive = {}) {
    if (!archive) {
      QFETCH(bool, convolutional);
      archive = convolutional ? autoencoder_ : pca_;
    }
    openSet("family.npy");
    addLatents(archive);
    openLatents();
    choose(9);
  }
  void choose(int index) {
    place().controller().chooseModel(index);
    QVERIFY(settle(*window_));
  }
  void chooseFamily(std::uint64_t set) {
    QComboBox* box = place().choice().families();
    for (int i = 0; i < box->count(); ++i)
      if (box->itemData(i).toULongLong() == set && box->itemData(i).isValid())
        box->setCurrentIndex(i);
    Q_EMIT box->activated(box->currentIndex());
    QVERIFY(settle(*window_));
  }
  /// A point with no other near it.
  int lonelyPoint() {
    LatentMapView* view = place().mapPanel().view();
    int best = 0;
    double farthest = -1.0;
    for (int i = 0; i < map().count(); ++i) {
      double nearest = 1e9;
      for (int j = 0; j < map().count(); ++j)
        if (j != i)
          nearest = std::min(nearest, QLineF(*view->pixelOf(i), *view->pixelOf(j)).length());
      if (nearest > farthest) best = i;
      farthest = std::max(farthest, nearest);
    }
    return best;
  }
  QTemporaryDir folder_;
  std::shared_ptr<PrincipalComponents> principal_;
  std::shared_ptr<Archive> pca_, autoencoder_, pinn_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace

QTEST_MAIN(LatentsWorkspaceTest)
#include "latents_workspace_test.moc"
