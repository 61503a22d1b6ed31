// SPDX-License-Identifier: GPL-3.0-or-later
// A new user's way through the program, with mouse and keys alone: from the first picture over a
// data set and a network of one's own to a project that opens as it was left.
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>

#include "data/data_workspace.h"
#include "explore/answer_bar.h"
#include "picture_compare.h"
#include "project/project_actions.h"
#include "train/run_list.h"
#include "train/settings_form.h"
#include "train/setup_panel.h"
#include "train/train_workspace.h"
#include "train/training_view.h"
#include "value_control.h"
#include "window_fixture.h"

namespace isochron::tests {

namespace {

constexpr int kLong = 120000;  // ms, for a loaded machine
constexpr Point kLens{1.6, 0.62};

}  // namespace

class NewUserTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    QLocale::setDefault(QLocale::c());
    isolateSettings(folder_);
    start();
  }
  void cleanupTestCase() { window_.reset(); }

  void theFirstPictureIsAlreadyAnswered() {
    QVERIFY(answered());
    QCOMPARE(window_->current(), &window_->explore());
    QVERIFY2(errorOfNetwork() < 3.0, qPrintable(bar().errorText()));
    QVERIFY(!window_->presenter().answer().contours.empty());
    QVERIFY(!window_->presenter().answer().network.contours.empty());
  }

  void aLensOfLowVelocityIsDrawn() {
    const double before = velocityAt(kLens);
    QTest::keyClick(window_.get(), Qt::Key_B);
    for (ValueControl* control : window_->explore().findChildren<ValueControl*>())
      if (control->isVisible() && control->spec().name == QStringLiteral("Velocity"))
        type(*control, QStringLiteral("2.1"));
    drag(*window_, {{kLens.x - 0.3, kLens.z}, kLens, {kLens.x + 0.3, kLens.z}});
    QVERIFY(answered());
    QVERIFY(std::abs(velocityAt(kLens) - 2.1) < 0.01);
    QVERIFY(before > 2.2);
    QCOMPARE(window_->document().history().count(), 1);
  }

  void theSourceIsDragged() {
    QTest::keyClick(window_.get(), Qt::Key_V);
    const Point from = window_->document().source();
    const Point to{from.x + 0.9, from.z - 0.25};
    drag(*window_, {from, {from.x + 0.4, from.z - 0.1}, to});
    QVERIFY(answered());
    QVERIFY(distance(window_->document().source(), to) < 0.02);
    QVERIFY(bar().errorText().contains(QStringLiteral("RMAE")));
    QVERIFY(!bar().wordsText().isEmpty());
  }

  void fiveHundredFieldsAreGenerated() {
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+1")));
    auto* data = qobject_cast<DataWorkspace*>(window_->current());
    QVERIFY(data);
    QTest::keyClick(window_.get(), Qt::Key_G);
    GenerateSheet& sheet = data->generateSheet();
    QVERIFY(sheet.isVisible());
    type(*sheet.countBox(), QStringLiteral("500"));
    type(*sheet.seedBox(), QStringLiteral("11"));
    QLineEdit* file = sheet.fileLine();
    file->selectAll();
    QTest::keyClicks(file, folder_.filePath(QStringLiteral("fields.npy")));
    QVERIFY(QTest::qWaitFor([&] { return sheet.generateButton()->isEnabled(); }, kLong));
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    QCOMPARE(library().sets().front().data->count(), std::int64_t{500});
  }

  void principalComponentsAreFound() {
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+3")));
    QVERIFY(train());
    QVERIFY(QTest::qWaitFor([&] { return controller().isReady(); }, kLong));
    choose(*train()->setup().stageBox(), QStringLiteral("Principal"));
    setting("components", QStringLiteral("32"));
    key(Qt::Key_Space);
    QVERIFY2(ends(), qPrintable(controller().cannotStart()));
    QVERIFY(*finalError(*controller().run()) < 0.5);
  }

  void aSmallLatentPinnIsTrainedForHalfAMinute() {
    choose(*train()->setup().stageBox(), QStringLiteral("latentPINN"));
    QComboBox* latents = train()->setup().latentsBox();
    QTest::keyClick(latents, Qt::Key_End);
    QVERIFY2(latents->currentText().startsWith(QStringLiteral("PCA")),
             qPrintable(latents->currentText()));
    setting("trunk_width", QStringLiteral("64"));
    setting("branch_width", QStringLiteral("64"));
    setting("points", QStringLiteral("128"));
    setting("models", QStringLiteral("16"));
    stopAfterSeconds(QStringLiteral("30"));
    key(Qt::Key_R);  // leaves the components' run
    key(Qt::Key_Space);
    QVERIFY(QTest::qWaitFor([&] { return controller().state() == RunState::Running; }, kLong));
    QVERIFY(ends());
    const std::vector<Metrics>& records = controller().run()->history.records();
    QVERIFY(records.size() > 2);
    QVERIFY(*finalError(*controller().run()) < 0.6 * *records.front().find(kErrorMetric));
  }

  void itAnswersTheDrawing() {
    const QString shipped = bar().models()->currentText();
    train()->runs().select(controller().run()->id);
    for (auto* button : train()->runs().findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Use in Explore"))
        QTest::mouseClick(button, Qt::LeftButton);
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+4")));
    QVERIFY(answered());
    QVERIFY(bar().models()->currentText() != shipped);
    QCOMPARE(window_->presenter().answer().network.title,
             bar().models()->currentText().toStdString());
    QVERIFY2(errorOfNetwork() < 40.0, qPrintable(bar().errorText()));
  }

  void savedAndReopenedItIsTheSamePicture() {
    const QString project = folder_.filePath(QStringLiteral("mine.isochron-project"));
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+S")));
    QVERIFY(QTest::qWaitFor(
        [&] { return window_->findChild<QFileDialog*>(QStringLiteral("saveProject")) != nullptr; },
        kLong));
    auto* dialog = window_->findChild<QFileDialog*>(QStringLiteral("saveProject"));
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->selectAll();
    QApplication::clipboard()->setText(project);  // what is typed would be completed
    QTest::keySequence(name, QKeySequence::Paste);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(QTest::qWaitFor(
        [&] { return QFile::exists(project) && !window_->projectActions().saver().isSaving(); },
        kLong));
    QVERIFY(answered());
    QTest::mouseMove(&window_->view(), {1, 1});  // off the source, which grows under the pointer
    const QImage left = window_->view().grabFramebuffer();
    const std::string model = window_->presenter().answer().network.title;
    QVERIFY(window_->close());
    start();
    window_->openFile(project);
    QVERIFY(QTest::qWaitFor([&] { return window_->projectActions().saver().path() == project; },
                            kLong));
    QVERIFY(QTest::qWaitFor(
        [&] { return window_->presenter().answer().network.title == model && answered(); }, kLong));
    window_->view().setFocus();
    const Likeness like = likeness(window_->view().grabFramebuffer(), left);
    QVERIFY2(like.mean > 0.999 && like.worst > 0.98,
             qPrintable(QStringLiteral("%1 %2").arg(like.mean).arg(like.worst)));
    QCOMPARE(library().sets().size(), std::size_t{1});
  }

 private:
  void start() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    window_->openModelsThatShip();
    QVERIFY(settle(*window_));
  }
  DataLibrary& library() { return window_->project().data(); }
  AnswerBar& bar() { return *window_->explore().findChild<AnswerBar*>(); }
  TrainWorkspace* train() {
    return qobject_cast<TrainWorkspace*>(window_->workspace(QStringLiteral("train")));
  }
  TrainController& controller() { return train()->controller(); }

  bool answered() { return networkAnswers(*window_, kLong); }
  double errorOfNetwork() { return 100.0 * window_->presenter().answer().network.reply.rmae; }
  double velocityAt(Point p) {
    const CellPosition cell = locate(window_->document().grid(), p);
    return window_->document().model()->velocity()(cell.iz, cell.ix);
  }
  /// The run at hand ends as planned.
  bool ends() {
    return QTest::qWaitFor(
        [&] { return controller().run() && controller().run()->outcome == RunOutcome::Finished; },
        kLong);
  }
  void key(Qt::Key key) {
    train()->view().view().setFocus();
    QTest::keyClick(window_.get(), key);
  }
  static void type(QWidget& in, const QString& text) {
    auto* line = in.findChild<QLineEdit*>();
    QVERIFY(line);
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Tab);
  }
  static void choose(QComboBox& box, const QString& begin) {
    box.setFocus();
    QTest::keyClicks(&box, begin);
    QVERIFY2(box.currentText().startsWith(begin), qPrintable(box.currentText()));
  }
  void setting(const char* key, const QString& value) {
    QWidget* control = train()->setup().form()->control(key);
    QVERIFY2(control, key);
    type(*control, value);
  }
  void stopAfterSeconds(const QString& seconds) {
    for (auto* check : train()->setup().findChildren<QCheckBox*>()) {
      const bool wanted = check->accessibleName() == QStringLiteral("Stop after seconds");
      const bool listed = check->accessibleName().startsWith(QStringLiteral("Stop "));
      if (listed && check->isChecked() != wanted)
        QTest::mouseClick(check, Qt::LeftButton, {}, {8, check->height() / 2});
    }
    for (auto* box : train()->setup().findChildren<QAbstractSpinBox*>())
      if (box->accessibleName() == QStringLiteral("Stop after seconds")) type(*box, seconds);
    QCOMPARE(controller().setup().stop.seconds, std::optional<double>(seconds.toDouble()));
  }

  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::NewUserTest)
#include "new_user_test.moc"
