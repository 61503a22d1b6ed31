// SPDX-License-Identifier: GPL-3.0-or-later
// LossPlot: what is shown, what is read off, and what is written, under mouse and keys.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "loss_plot.h"
#include "value_ticker.h"

using namespace isochron;

namespace {

LossRun sample(const QString& name = QStringLiteral("Run 1"), double factor = 1.0) {
  LossRun run;
  run.name = name;
  LossCurve loss{QStringLiteral("loss"), QStringLiteral("Loss"), LossCurve::Kind::Loss, {}, {}};
  LossCurve term{
      QStringLiteral("residual"), QStringLiteral("Residual"), LossCurve::Kind::Loss, {}, {}};
  LossCurve error{QStringLiteral("error"), QStringLiteral("Error"), LossCurve::Kind::Error, {}, {}};
  LossCurve rate{QStringLiteral("learning_rate"),
                 QStringLiteral("Learning rate"),
                 LossCurve::Kind::Rate,
                 {},
                 {}};
  LossCurve speed{
      QStringLiteral("points_per_s"), QStringLiteral("Points"), LossCurve::Kind::Unplotted, {}, {}};
  for (int i = 0; i < 50; ++i) {
    run.steps.push_back(100.0 * (i + 1));
    run.seconds.push_back(0.25 * (i + 1));
    const double l = factor * std::pow(10.0, -0.04 * i);
    loss.values.push_back(l);
    term.values.push_back(2.0 * l);
    term.weighted.push_back(0.5 * l);
    error.values.push_back(i % 10 == 0 ? 0.3 * l : std::nan(""));
    rate.values.push_back(4e-3 / (i + 1));
    speed.values.push_back(1e6);
  }
  run.curves = {loss, term, error, rate, speed};
  for (std::size_t i = 0; i < run.curves.size(); ++i) run.curves[i].colour = static_cast<int>(i);
  return run;
}

}  // namespace

class LossPlotTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    plot_ = std::make_unique<LossPlot>();
    plot_->resize(900, 320);
    plot_->show();
    QVERIFY(QTest::qWaitForWindowExposed(plot_.get()));
    plot_->setRun(sample());
    QVERIFY(drawn());
  }
  void cleanup() { plot_.reset(); }

  void anEmptyPlotSaysWhatWillComeAndHasNothingToWrite() {
    plot_->setRun({});
    QVERIFY(!button("CSV...")->isEnabled());
    QVERIFY(!button("CSV...")->toolTip().isEmpty());
    QVERIFY(plot_->readOut().isEmpty());
    plot_->readAt(3.0);
    QVERIFY(plot_->readOut().isEmpty());
    QCOMPARE(plot_->csv(), QStringLiteral("run,step,seconds\n"));
  }

  void thePointerReadsTheNearestRecord() {
    const auto pixel = plot_->pixelOf(QStringLiteral("loss"), 30);
    QVERIFY(pixel);
    QWidget* chart = plot_->childAt(*pixel);
    QVERIFY2(chart, qPrintable(QStringLiteral("%1, %2").arg(pixel->x()).arg(pixel->y())));
    QTest::mouseMove(chart, chart->mapFrom(plot_.get(), *pixel));
    QTRY_VERIFY(!plot_->readOut().isEmpty());
    const QString text = plot_->readOut();
    QVERIFY2(text.contains(QLocale().toString(3100)), qPrintable(text));
    QVERIFY2(
        text.contains(QStringLiteral("Loss ") + QLocale().toString(std::pow(10, -1.2), 'g', 4)),
        qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Error")), qPrintable(text));  // record 30 has one
    QVERIFY2(!text.contains(QStringLiteral("Points")), qPrintable(text));
  }

  void arrowKeysWalkThroughTheRecords() {
    plot_->setFocus();
    QTest::keyClick(plot_.get(), Qt::Key_Left);
    QVERIFY(plot_->readOut().contains(QLocale().toString(5000)));
    QTest::keyClick(plot_.get(), Qt::Key_Left);
    QVERIFY(plot_->readOut().contains(QLocale().toString(4900)));
    for (int i = 0; i < 3; ++i) QTest::keyClick(plot_.get(), Qt::Key_Right);
    QVERIFY(plot_->readOut().contains(QLocale().toString(5000)));
    QTest::keyClick(plot_.get(), Qt::Key_Escape);
    QVERIFY(plot_->readOut().isEmpty());
  }

  void aLogAxisMakesAnExponentialALine() {
    const auto y = [&](int record) { return plot_->pixelOf(QStringLiteral("loss"), record)->y(); };
    QVERIFY(std::abs(y(0) + y(40) - 2 * y(20)) <= 2);
    QTest::mouseClick(check("Log axis"), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(!plot_->isLogarithmic());
    QVERIFY(drawn());
    QVERIFY(std::abs(y(0) + y(40) - 2 * y(20)) > 20);
  }

  void weightsMoveATermAndItsReading() {
    const QPoint bare = *plot_->pixelOf(QStringLiteral("residual"), 10);
    QTest::mouseClick(check("Weighted"), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(plot_->isWeighted());
    QVERIFY(drawn());
    QVERIFY(plot_->pixelOf(QStringLiteral("residual"), 10)->y() > bare.y() + 10);
    plot_->readAt(1100);
    QVERIFY(plot_->readOut().contains(QStringLiteral("Residual ") +
                                      QLocale().toString(0.5 * std::pow(10, -0.4), 'g', 4)));
  }

  void secondsCanRunAlongTheAxis() {
    plot_->findChild<QComboBox*>()->setCurrentIndex(1);
    QCOMPARE(plot_->abscissa(), LossPlot::Abscissa::Seconds);
    plot_->readAt(2.6);
    QVERIFY2(plot_->readOut().contains(QLocale().toString(1000)), qPrintable(plot_->readOut()));
  }

  void aCurveIsHiddenByItsButtonAndStaysSo() {
    auto* legend = plot_->findChild<QToolButton*>(QStringLiteral("residual"));
    QTest::mouseClick(legend, Qt::LeftButton);
    QVERIFY(!plot_->isShown(QStringLiteral("residual")));
    plot_->setRun(sample());
    QVERIFY(!plot_->isShown(QStringLiteral("residual")));
    QVERIFY(!plot_->findChild<QToolButton*>(QStringLiteral("residual"))->isChecked());
    plot_->readAt(1000);
    QVERIFY(!plot_->readOut().contains(QStringLiteral("Residual")));
    QTest::mouseClick(legend, Qt::LeftButton);
    QVERIFY(plot_->isShown(QStringLiteral("residual")));
  }

  void ghostsAreDrawnInTheSameColoursAndWidenTheAxes() {
    const QColor before = plot_->colourOf(QStringLiteral("loss"));
    const int y = plot_->pixelOf(QStringLiteral("loss"), 0)->y();
    plot_->setGhosts({sample(QStringLiteral("Run 0"), 100.0)});
    QVERIFY(drawn());
    QCOMPARE(plot_->colourOf(QStringLiteral("loss")), before);
    QVERIFY(plot_->pixelOf(QStringLiteral("loss"), 0)->y() > y + 20);
    QVERIFY(plot_->csv().contains(QStringLiteral("\"Run 0\"")));
  }

  void theWheelZoomsAndADoubleClickShowsAll() {
    const QPoint pixel = *plot_->pixelOf(QStringLiteral("loss"), 25);
    const QPoint before = *plot_->pixelOf(QStringLiteral("loss"), 49);
    QWidget* chart = plot_->childAt(pixel);
    const QPoint there = chart->mapFrom(plot_.get(), pixel);
    QWheelEvent wheel(there, chart->mapToGlobal(there), {}, {0, 240}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(chart, &wheel);
    const QPoint zoomed = *plot_->pixelOf(QStringLiteral("loss"), 49);
    QVERIFY(zoomed.x() > before.x() + 20);
    plot_->setRun(sample());  // what is looked at does not jump
    QCOMPARE(*plot_->pixelOf(QStringLiteral("loss"), 49), zoomed);
    QTest::mouseDClick(chart, Qt::LeftButton, {}, there);
    QVERIFY(drawn());
    QCOMPARE(plot_->pixelOf(QStringLiteral("loss"), 49)->x(), before.x());
  }

  void csvHoldsEveryNumberWeightedAndNot() {
    const QStringList lines = plot_->csv().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 52);
    QCOMPARE(
        lines[0],
        QStringLiteral(
            "run,step,seconds,loss,residual,residual weighted,error,learning_rate,points_per_s"));
    const QStringList cells = lines[2].split(QLatin1Char(','));
    QCOMPARE(cells[0], QStringLiteral("\"Run 1\""));
    QCOMPARE(cells[1].toDouble(), 200.0);
    QCOMPARE(cells[4].toDouble(), 2.0 * std::pow(10.0, -0.04));
    QCOMPARE(cells[5].toDouble(), 0.5 * std::pow(10.0, -0.04));
    QVERIFY(cells[6].isEmpty());
    QSignalSpy asked(plot_.get(), &LossPlot::exportRequested);
    QTest::mouseClick(button("CSV..."), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
  }

  void coloursAreThoseOfTheQuantityInEveryPlot() {
    const QColor residual = plot_->colourOf(QStringLiteral("residual"));
    LossRun other = sample();
    other.curves.erase(other.curves.begin());  // another order, other neighbours
    std::swap(other.curves[0], other.curves[1]);
    LossPlot second;
    second.setRun(other);
    QCOMPARE(second.colourOf(QStringLiteral("residual")), residual);
    plot_->setRun({});
    plot_->setRun(other);
    QCOMPARE(plot_->colourOf(QStringLiteral("residual")), residual);
    QVERIFY(!plot_->colourOf(QStringLiteral("nothing")).isValid());
  }

  void errorsHaveAnAxisOfTheirOwnInPercent() {
    const int loss = plot_->pixelOf(QStringLiteral("loss"), 20)->y();
    LossRun run = sample();
    for (double& error : run.curves[2].values) error *= 1e-3;
    plot_->setRun(run);
    QVERIFY(drawn());
    QCOMPARE(plot_->pixelOf(QStringLiteral("loss"), 20)->y(), loss);  // not pressed flat by them
    plot_->readAt(100);
    QVERIFY2(plot_->readOut().contains(QStringLiteral("Error ") + QLocale().toString(0.03) +
                                       QStringLiteral(" %")),
             qPrintable(plot_->readOut()));
  }

  void ratesAreHiddenUntilTheyAreAskedFor() {
    const QString rate = QStringLiteral("learning_rate");
    QVERIFY(!plot_->isShown(rate));
    plot_->readAt(100);
    QVERIFY(!plot_->readOut().contains(QStringLiteral("Learning rate")));
    QTest::mouseClick(plot_->findChild<QToolButton*>(rate), Qt::LeftButton);
    QVERIFY(plot_->isShown(rate));
    QVERIFY(plot_->readOut().contains(QStringLiteral("Learning rate")));
  }

  void logarithmicTicksAreRound_data() {
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::addColumn<QString>("ticks");
    QTest::newRow("less than a decade") << 0.05 << 0.4 << "0.05 0.1 0.2";
    QTest::newRow("a decade") << 0.011 << 0.11 << "0.02 0.05 0.1";
    QTest::newRow("three decades") << 1.2e-3 << 0.9 << "0.01 0.1";
    QTest::newRow("hardly anything") << 0.0801 << 0.0839 << "0.081 0.082 0.083";
    QTest::newRow("many decades") << 1e-12 << 1.0 << "1e-12 1e-09 1e-06 0.001 1";
  }
  void logarithmicTicksAreRound() {
    QFETCH(double, least);
    QFETCH(double, most);
    QFETCH(QString, ticks);
    QLocale::setDefault(QLocale::c());
    QStringList texts;
    for (const double tick : logTicks(least, most, 5)) texts += tickLabel(tick, 1.0);
    QCOMPARE(texts.join(QLatin1Char(' ')), ticks);
  }

  void aNarrowPlotShowsItsWholeLegendAndReading() {
    LossRun run = sample();
    for (LossCurve& curve : run.curves) curve.title += QStringLiteral(" with a long name");
    plot_->setRun(run);
    plot_->resize(480, 320);
    plot_->readAt(100);
    const QList<QToolButton*> buttons = plot_->findChildren<QToolButton*>();
    const auto isWhole = [&](const QToolButton* button) {
      return plot_->rect().contains(button->geometry()) &&
             button->width() >= button->sizeHint().width();
    };
    QVERIFY(QTest::qWaitFor([&] { return std::all_of(buttons.begin(), buttons.end(), isWhole); }));
    for (const QToolButton* a : buttons)
      for (const QToolButton* b : buttons)
        QVERIFY(a == b || !a->geometry().intersects(b->geometry()));
    for (const auto* label : plot_->findChildren<QLabel*>())
      QVERIFY(label->heightForWidth(label->width()) <= label->height());
  }

  void zerosAndInfinitiesLeaveGaps() {
    LossRun run = sample();
    run.curves[0].values[5] = 0.0;
    run.curves[0].values[6] = std::numeric_limits<double>::infinity();
    plot_->setRun(run);
    QVERIFY(drawn());
    QVERIFY(!plot_->pixelOf(QStringLiteral("loss"), 5));
    QVERIFY(!plot_->pixelOf(QStringLiteral("loss"), 6));
    QVERIFY(plot_->pixelOf(QStringLiteral("loss"), 7));
  }

  void aDarkPaletteGetsDarkGroundsAndOtherColours() {
    const QColor light = plot_->colourOf(QStringLiteral("loss"));
    QPalette dark;
    dark.setColor(QPalette::Window, QColor(0x202326));
    dark.setColor(QPalette::Base, QColor(0x141618));
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    plot_->setPalette(dark);
    QVERIFY(plot_->colourOf(QStringLiteral("loss")).lightness() > light.lightness());
    QVERIFY(drawn());
    const QPoint corner = *plot_->pixelOf(QStringLiteral("loss"), 49) - QPoint(0, 60);
    QVERIFY(plot_->grab().toImage().pixelColor(corner).lightness() < 80);
  }

  void everyControlExplainsItself() {
    for (const QWidget* control : plot_->findChildren<QWidget*>())
      if (qobject_cast<const QAbstractButton*>(control) || qobject_cast<const QComboBox*>(control))
        QVERIFY2(!control->toolTip().isEmpty(), control->metaObject()->className());
  }

 private:
  /// Axes know their pixels only once they were drawn.
  bool drawn() { return !plot_->grab().isNull(); }
  QPushButton* button(const char* text) {
    for (auto* b : plot_->findChildren<QPushButton*>())
      if (b->text() == QLatin1String(text)) return b;
    return nullptr;
  }
  QCheckBox* check(const char* text) {
    for (auto* b : plot_->findChildren<QCheckBox*>())
      if (b->text() == QLatin1String(text)) return b;
    return nullptr;
  }

  std::unique_ptr<LossPlot> plot_;
};

QTEST_MAIN(LossPlotTest)
#include "loss_plot_test.moc"
