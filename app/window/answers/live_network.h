// SPDX-License-Identifier: GPL-3.0-or-later
// The network's part of a live answer, or why there is none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "answers/quantity.h"
#include "field/contours.h"
#include "learning/answering_network.h"

namespace isochron {

/// Ready to answer; used by the live-answer thread alone.
struct LoadedNetwork {
  std::string title;
  std::unique_ptr<AnsweringNetwork> network;
};

enum class NetworkState {
  None,       // the solver alone was asked
  OtherGrid,  // it was made for another number of nodes or another extent
  Answered
};

struct NetworkAnswer {
  NetworkState state = NetworkState::None;
  std::string title;  // of the model that was asked
  Grid grid;          // the network's own
  bool canRefine = false;
  NetworkReply reply;
  std::vector<Contour> contours;  // of the levels of the solver's
};

NetworkAnswer askNetwork(LoadedNetwork& asked, const NetworkQuestion& question);

/// What the colours show of an answer, in the unit of its quantity (view_options.h). Kind
/// Answered only.
Field fieldOf(Quantity quantity, LoadedNetwork& asked, const NetworkQuestion& question,
              const NetworkAnswer& answer);

/// The same number of nodes and, to a thousandth, the same extent; origins may differ.
bool sameNodesAndExtent(const Grid& a, const Grid& b);

/// The grid of a network laid over a model, in the model's coordinates: over all of it where the
/// extent is the same, else about the source and inside the model as far as that reaches.
Grid placedGrid(const Grid& network, const Grid& model, Point source);

/// The model on the placed grid of a network, to be answered by it. What is beyond the model's
/// border continues it.
VelocityModel onGridOf(const Grid& network, const VelocityModel& model, Point source);

}  // namespace isochron
