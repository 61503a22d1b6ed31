// SPDX-License-Identifier: GPL-3.0-or-later
// A trained network beside the solver: numbers that are known, words, views, refinement, grids.
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include "answers/traveltime_fields.h"
#include "explore/answer_bar.h"
#include "explore/comparison_sheet.h"
#include "explore/family_fit_text.h"
#include "explore/view_panel.h"
#include "formats/write_field.h"
#include "generators/generators.h"
#include "number_box.h"
#include "tiny_network.h"
#include "training/latent_pinn_field.h"
#include "training/pca.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

constexpr int kNx = 25, kNz = 21;

Grid networkGrid() { return paperGrid(kNx, kNz); }

std::shared_ptr<const VelocityModel> constant(double velocity, const Grid& grid = networkGrid()) {
  return std::make_shared<const VelocityModel>(grid, Array::Constant(grid.nz, grid.nx, velocity));
}

class WindowNetworkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    isolateSettings(folder_);
    std::vector<Array> models;
    for (std::uint64_t seed = 0; seed < 64; ++seed)
      models.push_back(generate(ModelKind::RandomField, networkGrid(), seed).velocity());
    const QString path = folder_.filePath(QStringLiteral("family.npy"));
    writeNpy(path.toStdString(), models);
    ImportLayout layout = VelocityFile::open(path.toStdString()).guess().layout;
    layout.dx = networkGrid().dx;
    layout.dz = networkGrid().dz;
    const DataSet data(VelocityFile::open(path.toStdString()), layout);
    PcaConfig pca;
    pca.components = 6;
    pca.threads = 1;
    latents_ = std::make_shared<PrincipalComponents>(data, pca);
    pca.relative = true;
    relative_ = std::make_shared<PrincipalComponents>(data, pca);
    family_ = std::make_shared<const VelocityModel>(networkGrid(), models[5]);
  }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    bar_ = window_->findChild<AnswerBar*>();
  }
  void cleanup() { window_.reset(); }

  // With all its numbers 0 the network says 1/3 s/km on every way: between 2 and 6 km/s.
  void anAnswerStandsBesideTheSolvers() {
    draw(constant(3.0));
    use(network(0.0F));
    const NetworkAnswer& answer = shown().network;
    QCOMPARE(answer.state, NetworkState::Answered);
    QVERIFY2(answer.reply.rmae < 1e-6, qPrintable(QString::number(answer.reply.rmae)));
    QVERIFY(!answer.contours.empty());
    QCOMPARE(answer.contours.size(), shown().contours.size());
    QVERIFY2(bar_->errorText().contains(QStringLiteral("RMAE 0.00 %")),
             qPrintable(bar_->errorText()));
    QVERIFY2(bar_->timeText().contains(QStringLiteral("network")), qPrintable(bar_->timeText()));
    QCOMPARE(bar_->models()->currentText(), QStringLiteral("tiny"));
  }

  void itsErrorIsTheTrueOne() {
    use(network(0.0F));
    draw(constant(4.0));  // 1/3 in place of 1/4 s/km
    QVERIFY(std::abs(shown().network.reply.rmae - 1.0 / 3) < 1e-3);
    QVERIFY(std::abs(shown().network.reply.re - 1.0 / 3) < 1e-3);
    QVERIFY2(bar_->errorText().contains(QStringLiteral("33.3 %")), qPrintable(bar_->errorText()));
  }

  void numberKeysShowWhatTheNetworkSays() {
    use(network(0.0F));
    draw(constant(4.0));
    const Point source = window_->document().source();
    const auto expect = [&](int key, Quantity quantity, double atCorner) {
      QTest::keyClick(&window_->view(), static_cast<Qt::Key>(Qt::Key_0 + key));
      QVERIFY(settle(*window_));
      QCOMPARE(window_->presenter().options().quantity, quantity);
      QVERIFY(shown().field != nullptr);
      QCOMPARE(shown().quantity, quantity);
      const double value = shown().field->values(0, 0);
      QVERIFY2(std::abs(value - atCorner) < 1e-3 * atCorner, qPrintable(QString::number(value)));
    };
    expect(3, Quantity::Error, 1000 * distance(source, {0, 0}) * (1.0 / 3 - 1.0 / 4));
    expect(4, Quantity::Residual, 1.0 / 3);
    expect(5, Quantity::ReadBack, 3.0);
    QTest::keyClick(&window_->view(), Qt::Key_6);
    QVERIFY(settle(*window_));
    QCOMPARE(shown().quantity, Quantity::Reconstruction);
    QCOMPARE(shown().field->values.rows(), kNz);
    QTest::keyClick(&window_->view(), Qt::Key_1);
    QCOMPARE(window_->view().colouring().max, 4.0);
  }

  void withoutANetworkItsViewsSayWhy() {
    QAction* error = window_->action(CommandId::ShowError);
    QVERIFY(!error->isEnabled());
    QVERIFY2(error->toolTip().contains(QStringLiteral("no network")), qPrintable(error->toolTip()));
    QTest::keyClick(&window_->view(), Qt::Key_3);
    QCOMPARE(window_->presenter().options().quantity, Quantity::Velocity);
    draw(constant(3.0));
    use(network(0.0F));
    QVERIFY(error->isEnabled());
    QTest::keyClick(&window_->view(), Qt::Key_3);
    QCOMPARE(window_->presenter().options().quantity, Quantity::Error);
    choose(QStringLiteral("Solver alone"));
    QTRY_COMPARE(window_->presenter().options().quantity, Quantity::Velocity);
    QVERIFY(!error->isEnabled());
    QVERIFY(bar_->errorText().isEmpty());
  }

  void aNetworkForAnyBoxAnswersAnyDrawingAtItsOwnNodes() {
    use(anyBoxNetwork());
    QCOMPARE(shown().network.state, NetworkState::Answered);
    QCOMPARE(shown().network.reply.traveltimes->grid, window_->document().grid());
    QVERIFY(!bar_->resampleButton()->isVisible());
    // Nothing but the velocity itself is possible where it is the same everywhere.
    const Grid box{60, 31, 0.05, 0.1, {-1.0, 0.5}};
    draw(constant(4.0, box));
    QCOMPARE(shown().network.state, NetworkState::Answered);
    QCOMPARE(shown().network.reply.traveltimes->grid, box);
    QVERIFY2(shown().network.reply.rmae < 1e-5,
             qPrintable(QString::number(shown().network.reply.rmae)));
    QTest::keyClick(&window_->view(), Qt::Key_6);
    QVERIFY(settle(*window_));
    QCOMPARE(shown().quantity, Quantity::Reconstruction);
    QCOMPARE(shown().field->values.rows(), 31);
    QCOMPARE(shown().field->values.cols(), 60);
    // A model with a step, in a box that is deeper than wide.
    Array values = Array::Constant(90, 40, 2.0);
    values.bottomRows(30) = 3.5;
    draw(std::make_shared<const VelocityModel>(Grid{40, 90, 0.01, 0.01, {0, 0}}, values));
    QCOMPARE(shown().network.state, NetworkState::Answered);
    const double before = shown().network.reply.rmae;
    QVERIFY(before > 0.01);
    bar_->refineButton()->click();
    QVERIFY(settle(*window_));
    QVERIFY(shown().network.reply.refinedMilliseconds > 0.0);
    QVERIFY(shown().network.reply.rmae <= before);
  }

  void aDrawingOnAnotherGridIsToldAndPutOnTheNetworks() {
    use(network(0.0F));
    QCOMPARE(shown().network.state, NetworkState::OtherGrid);
    QVERIFY2(bar_->wordsText().contains(QStringLiteral("25 × 21")), qPrintable(bar_->wordsText()));
    QVERIFY(bar_->resampleButton()->isVisible());
    const QString before = bar_->resampleButton()->toolTip();
    QVERIFY2(before.contains(QStringLiteral("128 × 128 nodes over 5 × 1 km become 25 × 21 nodes")),
             qPrintable(before));
    QVERIFY2(before.contains(QStringLiteral("nothing is stretched")), qPrintable(before));
    bar_->resampleButton()->click();
    QVERIFY2(before.startsWith(window_->message()), qPrintable(window_->message()));
    QVERIFY(settle(*window_));
    QCOMPARE(window_->document().grid(), networkGrid());
    QCOMPARE(shown().network.state, NetworkState::Answered);
    QVERIFY(!bar_->resampleButton()->isVisible());
    for (QPushButton* button : window_->findChildren<QPushButton*>())
      if (button->isVisible() && button->text() == QStringLiteral("Undo")) button->click();
    QCOMPARE(window_->document().grid().nx, 128);
    QVERIFY(window_->message().isEmpty());
  }

  void aPartOfALargerDrawingKeepsItsCoordinatesItsSourceAndItsReceivers() {
    use(network(0.0F));
    const Grid large{101, 41, 0.1, 0.05, {20.0, 0.0}};
    draw(constant(3.0, large));
    window_->document().setSource({25.0, 0.1});
    window_->document().setReceivers({{21.0, 0.0}, {24.0, 0.0}}, {});
    QVERIFY(settle(*window_));
    bar_->resampleButton()->click();
    const Document& document = window_->document();
    QVERIFY(std::abs(document.grid().origin.x - 22.5) < 1e-9);
    QVERIFY(std::abs(document.grid().end().x - 27.5) < 1e-9);
    QCOMPARE(document.source(), (Point{25.0, 0.1}));
    QCOMPARE(document.receivers(), (std::vector<Point>{{24.0, 0.0}}));
    QVERIFY2(window_->message().contains(QStringLiteral("x 22.5 to 27.5 km")),
             qPrintable(window_->message()));
    QVERIFY2(window_->message().contains(QStringLiteral("outside of it: 1.")),
             qPrintable(window_->message()));
    window_->action(FrameCommandId::Undo)->trigger();
    QCOMPARE(document.grid(), large);
    QCOMPARE(document.receivers().size(), std::size_t{2});
  }

  void aSmallerDrawingIsSaidToBeContinued() {
    use(network(0.0F));
    draw(constant(3.0, Grid{21, 21, 0.1, 0.05, {}}));
    QVERIFY2(bar_->resampleButton()->toolTip().contains(QStringLiteral("continued")),
             qPrintable(bar_->resampleButton()->toolTip()));
  }

  void outsideOfTheNetworksFamilyTheSolversContoursLead() {
    use(network(0.0F));
    draw(family_);
    QCOMPARE(window_->presenter().leader(), ViewPresenter::Leader::Network);
    Array stripes = Array::Constant(kNz, kNx, 2.0);
    for (int iz = 0; iz < kNz; iz += 2) stripes.row(iz) = 6.0;
    draw(std::make_shared<const VelocityModel>(networkGrid(), stripes));
    QCOMPARE(window_->presenter().leader(), ViewPresenter::Leader::Solver);
    QVERIFY2(bar_->wordsText().contains(QStringLiteral("the solver's contours are solid")),
             qPrintable(bar_->wordsText()));
    draw(constant(6.5));  // faster than all that it was trained on
    QCOMPARE(window_->presenter().leader(), ViewPresenter::Leader::Solver);
    choose(QStringLiteral("Solver alone"));
    QVERIFY(settle(*window_));
    QCOMPARE(window_->presenter().leader(), ViewPresenter::Leader::Solver);
  }

  void theReadOutSaysWhoseTraveltimesItShows() {
    use(network(0.0F));
    draw(constant(4.0));
    pointAt(*window_, {2.0, 0.4});
    QTRY_VERIFY(readOut().contains(QStringLiteral("T solver = ")));
    QVERIFY2(readOut().contains(QStringLiteral("T network = ")), qPrintable(readOut()));
    const QString before = readOut();
    window_->document().setSource({1.0, 0.2});
    QVERIFY(settle(*window_));
    QVERIFY2(readOut() != before, "what is under the pointer is another traveltime now");
    window_->action(FrameCommandId::Undo)->trigger();
    QVERIFY(settle(*window_));
    QCOMPARE(readOut(), before);
  }

  void theKeysForViewsWorkOnAfterRefine() {
    draw(family_);
    use(network());
    QTest::mouseClick(bar_->refineButton(), Qt::LeftButton);
    QVERIFY(window_->view().hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
    QCOMPARE(window_->presenter().options().quantity, Quantity::Traveltime);
    QVERIFY(settle(*window_));
    QVERIFY(window_->view().hasFocus());
  }

  // What the bar says is wholly in sight, in as many rows as that takes.
  void theAnswerBarIsReadableAtEveryWidth() {
    draw(family_);
    use(network());
    window_->presenter().refine();
    QVERIFY(settle(*window_));
    for (const int width : {420, 500, 640, 760, 900, 1200, 1800}) {
      AnswerBar bar;
      bar.setModels({{1, QStringLiteral("tiny")}}, 1);
      bar.showAnswer(shown(), false);
      QVERIFY2(bar.minimumSizeHint().width() <= 500, "the window gets narrow");
      bar.resize(std::max(width, bar.minimumSizeHint().width()), 10);
      bar.show();
      bar.resize(bar.width(), bar.heightForWidth(bar.width()));
      QVERIFY(QTest::qWaitForWindowExposed(&bar));
      for (const QLabel* label : bar.findChildren<QLabel*>()) {
        if (label->text().isEmpty()) continue;
        const QRect needed = label->fontMetrics().boundingRect(
            label->rect(), label->wordWrap() ? Qt::TextWordWrap : 0, label->text());
        QVERIFY2(label->width() >= needed.width() && label->height() >= needed.height(),
                 qPrintable(QStringLiteral("%1 px: %2").arg(width).arg(label->text())));
        QVERIFY(bar.rect().contains(label->geometry()));
        for (const QWidget* other : bar.findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
          QVERIFY2(other == label || other->isHidden() ||
                       !other->geometry().intersects(label->geometry()),
                   qPrintable(label->text()));
      }
    }
  }

  void aLargerDrawingIsCutOutAboutTheSource() {
    Grid large{101, 41, 0.1, 0.05, {}};
    Array velocity(large.nz, large.nx);
    for (int iz = 0; iz < large.nz; ++iz)
      for (int ix = 0; ix < large.nx; ++ix) velocity(iz, ix) = 2.0 + 0.1 * large.node(iz, ix).x;
    const VelocityModel drawing(large, velocity);
    const VelocityModel cut = onGridOf(networkGrid(), drawing, {5.0, 0.1});
    QVERIFY(std::abs(cut.velocity()(0, 0) - 2.25) < 1e-9);  // x from 2.5 to 7.5 km
    QVERIFY(std::abs(cut.velocity()(3, kNx - 1) - 2.75) < 1e-9);
    const VelocityModel atBorder = onGridOf(networkGrid(), drawing, {0.3, 0.1});
    QVERIFY(std::abs(atBorder.velocity()(0, 0) - 2.0) < 1e-9);
  }

  void theSameGridElsewhereIsAnsweredToo() {
    Grid elsewhere = networkGrid();
    elsewhere.origin = {12.0, 0.3};
    use(network(0.0F));
    draw(constant(3.0, elsewhere));
    QCOMPARE(shown().network.state, NetworkState::Answered);
    QVERIFY(shown().network.reply.rmae < 1e-6);
  }

  void aDrawingOutsideTheFamilyIsToldInWords() {
    use(network(0.0F));
    draw(family_);
    QVERIFY2(bar_->wordsText().contains(QStringLiteral("inside its family")),
             qPrintable(bar_->wordsText()));
    Array stripes = Array::Constant(kNz, kNx, 2.0);
    for (int iz = 0; iz < kNz; iz += 2) stripes.row(iz) = 6.0;
    draw(std::make_shared<const VelocityModel>(networkGrid(), stripes));
    QVERIFY2(bar_->wordsText().contains(QStringLiteral("outside its family")),
             qPrintable(bar_->wordsText()));
    // Velocities that no way of its can have.
    QCOMPARE(familyPlace(shown().network.reply.fit, *constant(6.5)), FamilyPlace::Outside);
    QVERIFY(familySentence(shown().network.reply.fit, *constant(6.5))
                .contains(QStringLiteral("6.00 km/s")));
  }

  void afterADragTheAnswerIsTheNetworksOwn() {
    draw(family_);
    use(network());
    drag(*window_, {window_->document().source(), {2.0, 0.3}, {1.2, 0.25}});
    QVERIFY(settle(*window_));
    const Point source = window_->document().source();
    LatentPinn alone(*archive());
    const Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> velocity =
        family_->velocity().cast<float>();
    LatentPinnField field(alone, source);
    const std::vector<float> times = field.traveltimes(field.coefficients(
        alone.encode({velocity.data(), static_cast<std::size_t>(velocity.size())})));
    const Array& answered = shown().network.reply.traveltimes->time;
    for (int i = 0; i < answered.size(); ++i)
      QVERIFY(std::abs(answered.data()[i] -
                       static_cast<double>(times[static_cast<std::size_t>(i)])) < 1e-6);
  }

  void refinementLessensTheErrorUntilTheNextEdit() {
    draw(family_);
    use(network());
    const double before = shown().network.reply.rmae;
    QVERIFY(bar_->refineButton()->isEnabled());
    QTest::keyClick(&window_->view(), Qt::Key_F);
    QVERIFY(settle(*window_));
    const NetworkReply refined = shown().network.reply;
    QVERIFY(refined.refinedMilliseconds > 0);
    QVERIFY2(refined.rmae < 0.7 * before,
             qPrintable(QStringLiteral("%1, before %2").arg(refined.rmae).arg(before)));
    QVERIFY2(bar_->wordsText().startsWith(QStringLiteral("Refined for ")),
             qPrintable(bar_->wordsText()));
    // Once more goes on from there, as long as there is something to gain.
    for (int press = 0; press < 40; ++press) {
      const NetworkReply last = shown().network.reply;
      if (last.refinement != RefinementOutcome::Unfinished) break;
      QTest::keyClick(&window_->view(), Qt::Key_F);
      QVERIFY(settle(*window_));
      QVERIFY(shown().network.reply.refinedMilliseconds > last.refinedMilliseconds);
      QVERIFY(shown().network.reply.rmae < last.rmae + 1e-3);
    }
    QVERIFY(shown().network.reply.refinement != RefinementOutcome::Unfinished);
    QVERIFY(!bar_->refineButton()->isEnabled());
    window_->document().setSource({1.0, 0.2});
    QVERIFY(settle(*window_));
    QCOMPARE(shown().network.reply.refinedMilliseconds, 0.0);
    QVERIFY(bar_->refineButton()->isEnabled());
  }

  void anEditEndsRefinementThatRuns() {
    draw(family_);
    use(network());
    window_->presenter().refine();
    window_->document().setSource({1.0, 0.2});
    QVERIFY(settle(*window_));
    QCOMPARE(shown().network.reply.traveltimes->source, (Point{1.0, 0.2}));
    QCOMPARE(shown().network.reply.refinedMilliseconds, 0.0);
  }

  void trainingAnewIsComparedAsItGoes() {
    draw(family_);
    QVERIFY(!window_->action(CommandId::Compare)->isEnabled());
    use(network());
    window_->action(CommandId::Compare)->trigger();
    auto* sheet = window_->findChild<ComparisonSheet*>();
    QVERIFY(sheet->isVisible());
    auto* seconds = sheet->findChild<NumberBox*>();
    QCOMPARE(QApplication::focusWidget(), seconds);
    seconds->setValue(1.0);
    QTest::keyClick(seconds, Qt::Key_Return);
    QTRY_VERIFY(sheet->isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(sheet->result().find(Contender::RandomWeights) != nullptr, 60000);
    QTRY_VERIFY_WITH_TIMEOUT(!sheet->isRunning(), 60000);
    const Comparison& result = sheet->result();
    for (const Contender contender : {Contender::Solver, Contender::LatentPinn, Contender::Refined,
                                      Contender::RandomWeights, Contender::Transfer})
      QVERIFY2(result.find(contender) != nullptr, toText(contender).c_str());
    QVERIFY(result.find(Contender::RandomWeights)->answers.back().rmae <
            result.find(Contender::RandomWeights)->answers.front().rmae);
    auto* table = sheet->findChild<QTableWidget*>();
    QVERIFY(!table->item(0, 3)->text().isEmpty() && !table->item(4, 3)->text().isEmpty());
    // The same drawing: what was measured is still there. Another source: it is not.
    QTest::keyClick(sheet, Qt::Key_Escape);
    QVERIFY(!sheet->isVisible());
    window_->action(CommandId::Compare)->trigger();
    QCOMPARE(sheet->result().curves.size(), std::size_t{5});
    QTest::keyClick(sheet, Qt::Key_Escape);
    window_->document().setSource({1.0, 0.2});
    QVERIFY(settle(*window_));
    window_->action(CommandId::Compare)->trigger();
    QVERIFY(sheet->result().curves.empty());
  }

  void aComparisonIsStoppedByItsButtonAndByClosing() {
    draw(family_);
    use(network());
    window_->action(CommandId::Compare)->trigger();
    auto* sheet = window_->findChild<ComparisonSheet*>();
    auto* seconds = sheet->findChild<NumberBox*>();
    seconds->setValue(3600.0);
    for (const bool byButton : {true, false}) {
      QTest::keyClick(seconds, Qt::Key_Return);
      QTRY_VERIFY(sheet->result().find(Contender::RandomWeights) != nullptr);
      if (byButton)
        sheet->findChild<QPushButton*>(QStringLiteral("run"))->click();
      else
        QTest::keyClick(sheet, Qt::Key_Escape);
      QTRY_VERIFY(!sheet->isRunning());
      QVERIFY(!sheet->result().curves.empty());
    }
    // The window closes while it runs.
    window_->action(CommandId::Compare)->trigger();
    QTest::keyClick(seconds, Qt::Key_Return);
    QTRY_VERIFY(sheet->result().find(Contender::RandomWeights) != nullptr);
  }

  void whatTrainingGivesAnswersAtOnce() {
    draw(constant(3.0));
    const std::uint64_t id = use(network());
    QVERIFY(shown().network.reply.rmae > 1e-6);
    window_->project().models().update(id, network(0.0F));
    QTRY_VERIFY(shown().network.state == NetworkState::Answered &&
                shown().network.reply.rmae < 1e-6);
  }

  void aFileThatHoldsNoneIsToldInOneSentence() {
    Archive archive;
    latents_->save(archive);
    const QString path = folder_.filePath(QStringLiteral("latents.isochron"));
    archive.write(path.toStdString());
    window_->openFile(path);
    QVERIFY(settle(*window_));
    QVERIFY2(window_->message().contains(QStringLiteral("latents.isochron")),
             qPrintable(window_->message()));
    QVERIFY(window_->project().models().models().empty());
    // Cut off: found when it is loaded.
    Archive damaged = *network();
    damaged.metadata["config"]["rank"] = 8;
    draw(constant(3.0));
    ModelLibrary& models = window_->project().models();
    models.setCurrent(
        models.add(QStringLiteral("damaged"), std::make_shared<const Archive>(std::move(damaged))));
    QTRY_VERIFY2(window_->message().contains(QStringLiteral("parameters")),
                 qPrintable(window_->message()));
    QVERIFY(settle(*window_));
    QVERIFY(!shown().contours.empty());
    QCOMPARE(shown().network.state, NetworkState::None);
  }

  void aModelFileOpensByDroppingIt() {
    const QString path = folder_.filePath(QStringLiteral("dropped.isochron"));
    network(0.0F)->write(path.toStdString());
    draw(constant(3.0));
    window_->openFile(path);
    QVERIFY(settle(*window_));
    QCOMPARE(shown().network.title, std::string("dropped"));
    QCOMPARE(bar_->models()->currentText(), QStringLiteral("dropped"));
  }

 private:
  const LiveAnswer& shown() { return window_->presenter().answer(); }

  QString readOut() {
    for (const QLabel* label : window_->findChildren<QLabel*>())
      if (label->text().startsWith(QStringLiteral("x = "))) return label->text();
    return {};
  }

  void draw(ModelPointer model) {
    window_->document().load(std::move(model), {QStringLiteral("drawn"), {}, {}});
    QVERIFY(settle(*window_));
  }

  /// Untrained: as it begins, or with all its numbers the same.
  std::shared_ptr<const Archive> network(std::optional<float> all = {}) {
    LatentPinnConfig config = tests::tinyNetwork();
    config.slowest = 2.0;
    config.fastest = 6.0;
    LatentPinn pinn(latents_, config);
    if (all) std::fill(pinn.parameters().begin(), pinn.parameters().end(), *all);
    auto archive = std::make_shared<Archive>();
    pinn.save(*archive);
    last_ = archive;
    return archive;
  }
  std::shared_ptr<const Archive> archive() const { return last_; }

  std::shared_ptr<const Archive> anyBoxNetwork() {
    LatentPinnConfig config = tests::tinyNetwork();
    config.leastAspect = 0.1;
    config.greatestAspect = 4.0;
    auto archive = std::make_shared<Archive>();
    LatentPinn(relative_, config).save(*archive);
    return archive;
  }

  std::uint64_t use(std::shared_ptr<const Archive> archive) {
    ModelLibrary& models = window_->project().models();
    const std::uint64_t id = models.add(QStringLiteral("tiny"), std::move(archive));
    models.setCurrent(id);
    if (!settle(*window_)) qWarning("the network did not answer");
    return id;
  }

  void choose(const QString& title) {
    QComboBox* box = bar_->models();
    box->setCurrentIndex(box->findText(title));
    Q_EMIT box->activated(box->currentIndex());
  }

  QTemporaryDir folder_;
  std::shared_ptr<const LatentModel> latents_;
  std::shared_ptr<const LatentModel> relative_;
  std::shared_ptr<const VelocityModel> family_;
  std::shared_ptr<const Archive> last_;
  std::unique_ptr<TestWindow> window_;
  AnswerBar* bar_ = nullptr;
};

}  // namespace

QTEST_MAIN(WindowNetworkTest)
#include "window_network_test.moc"
