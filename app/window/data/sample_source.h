// SPDX-License-Identifier: GPL-3.0-or-later
// SampleSource: a few models of a set that is yet to be generated, as pictures.
#pragma once

#include <QImage>
#include <QObject>
#include <QSize>
#include <utility>
#include <vector>

#include "data/set_work.h"
#include "latest_answer.h"

namespace isochron {

struct SampleRequest {
  GenerateRequest models;  // the first of them
  int count = 6;
  QSize size;  // of a picture, logical pixels
  double ratio = 1.0;
  QString colourMap;
};

struct SampleAnswer {
  SampleRequest request;
  std::vector<QImage> pictures;
  std::pair<double, double> range{0.0, 0.0};  // km/s, of all colours
  QString problem;                            // a sentence; empty when all went well
};

/// In the caller's thread. On at most 128 nodes a side: the same earth on fewer nodes.
SampleAnswer makeSamples(const SampleRequest& request, const std::stop_token& stop);

/// One thread; the latest wish wins.
class SampleSource : public QObject {
  Q_OBJECT
 public:
  explicit SampleSource(QObject* parent = nullptr);
  void request(const SampleRequest& request) { answer_.ask(request); }
  bool isBusy() const { return answer_.isBusy(); }

 Q_SIGNALS:
  void made(const isochron::SampleAnswer& answer);

 private:
  LatestAnswer<SampleRequest, SampleAnswer> answer_;
};

}  // namespace isochron
