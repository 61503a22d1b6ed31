// SPDX-License-Identifier: GPL-3.0-or-later
// What FieldView shows, against approved pictures, by likeness.
#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPalette>
#include <QTest>

#include "field_view.h"
#include "picture_compare.h"
#include "thumbnail.h"
#include "view_samples.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

QPalette palette(bool dark) {
  QPalette result;
  result.setColor(QPalette::Window, dark ? QColor(32, 34, 38) : QColor(240, 240, 240));
  result.setColor(QPalette::WindowText, dark ? QColor(225, 227, 230) : QColor(20, 20, 20));
  result.setColor(QPalette::Highlight, QColor(48, 140, 198));
  return result;
}

std::vector<Polyline> rays() {
  std::vector<Polyline> result;
  const Point source = sampleSource();
  for (const double x : {0.5, 2.0, 3.5, 4.8}) {
    Polyline ray;
    for (int i = 0; i <= 40; ++i) {
      const double s = i / 40.0;
      ray.push_back({std::lerp(x, source.x, s), source.z * s + 0.4 * s * (1.0 - s)});
    }
    result.push_back(ray);
  }
  return result;
}

void fill(FieldView& view) {
  view.setPalette(palette(false));
  view.resize(640, 420);
  view.setAspect(Aspect::Stretched);
  view.setField(sampleVelocity(), QStringLiteral("Velocity"), QStringLiteral("km/s"));
  view.setContours(sampleContours(0.1), 0.1, QStringLiteral("s"));
  view.setSource(sampleSource());
  view.setReceivers({{0.5, 0.0}, {2.0, 0.0}, {3.5, 0.0}, {4.8, 0.0}});
}

}  // namespace

class ViewPicturesTest : public QObject {
  Q_OBJECT

  void compare(const QImage& picture, const char* name) {
    const QString wrong = differenceFromBaseline(picture, QString::fromLatin1(name));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  }

  void compareView(FieldView& view, const char* name) {
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    compare(view.grabFramebuffer(), name);
  }

 private Q_SLOTS:
  void initTestCase() {
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPixelSize(12);
    QApplication::setFont(font);
  }

  void likenessFindsWhatIsMissing() {
    QImage picture(320, 200, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    QPainter painter(&picture);
    painter.drawEllipse(40, 40, 90, 60);
    painter.end();
    QCOMPARE(likeness(picture, picture).mean, 1.0);
    QImage marked = picture;
    QPainter mark(&marked);
    mark.fillRect(200, 100, 20, 20, Qt::red);
    mark.end();
    QVERIFY(likeness(picture, marked).worst < 0.7);
    QImage tinted = picture;
    tinted.fill(QColor(200, 120, 90));
    QVERIFY(likeness(picture, tinted).colour > 20.0);
    QVERIFY(likeness(picture, picture.scaled(300, 200)).mean == 0.0);
  }

  void lightAndStretched() {
    FieldView view;
    fill(view);
    compareView(view, "view_light");
  }

  void darkWithEqualAxesAndRays() {
    FieldView view;
    fill(view);
    view.setPalette(palette(true));
    view.setAspect(Aspect::Equal);
    view.setRays(rays());
    Colouring colouring;
    colouring.map = QStringLiteral("earth");
    view.setColouring(colouring);
    compareView(view, "view_dark_equal_rays");
  }

  void zoomedWithToolsAndClippedColours() {
    FieldView view;
    fill(view);
    view.setColouring({QStringLiteral("cividis"), true, 3.0, 4.2});
    view.setBrushOutline(Point{0.25, 0.08});
    view.setDraft({{1.6, 0.5}, {2.4, 0.55}, {2.7, 0.8}, {1.8, 0.8}}, true);
    view.zoom(2.2, {2.0, 0.6});
    const QPointF at = view.toWidget({2.9, 0.4});
    QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QApplication::sendEvent(&view, &move);
    compareView(view, "view_zoomed_tools");
  }

  void figureForPaperAtTwiceTheSize() {
    FieldView view;
    fill(view);
    view.setPalette(palette(true));  // paper stays white
    compare(view.picture({480, 320}, 2.0), "figure_scale_2");
  }

  void screenAndFileShowTheSame() {
    FieldView view;
    fill(view);
    QPalette white = palette(false);
    white.setColor(QPalette::Window, Qt::white);
    view.setPalette(white);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const Likeness found =
        likeness(view.grabFramebuffer(),
                 view.picture(view.size(), 1.0).convertToFormat(QImage::Format_RGB32));
    QVERIFY2(found.mean > 0.95 && found.colour < 3.0,
             qPrintable(QStringLiteral("%1 %2").arg(found.mean).arg(found.colour)));
  }

  void smallPictures() {
    compare(thumbnail(*sampleVelocity(), sampleContours(0.2), {160, 96}, Colouring(), 1.0),
            "thumbnail");
  }
};

QTEST_MAIN(ViewPicturesTest)
#include "view_pictures_test.moc"
