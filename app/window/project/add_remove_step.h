// SPDX-License-Identifier: GPL-3.0-or-later
// AddRemoveStep: the undo step of something that comes into a list of the project, or goes.
#pragma once

#include <functional>
#include <utility>

#include "project/history.h"

namespace isochron {

/// The list is asked to put the item in or to take it out; it may hand out a newer state of it
/// than it was given. Both keep the item's number and its place in the list.
template <class Item>
class AddRemoveStep : public HistoryStep {
 public:
  struct List {
    std::function<void(const Item& item, std::size_t index)> put;
    std::function<Item(std::uint64_t id)> take;
    std::function<std::size_t(const Item& item)> bytes;
  };
  enum class Change { Comes, Goes };

  AddRemoveStep(List list, Item item, std::size_t index, Change change, const QString& text,
                const QString& place)
      : HistoryStep(text, place),
        list_(std::move(list)),
        item_(std::move(item)),
        index_(index),
        change_(change) {}

  void undo() override { change(change_ == Change::Goes); }
  void redo() override { change(change_ == Change::Comes); }
  std::size_t bytes() const override { return list_.bytes(item_); }

 protected:
  void drop() override { item_ = {}; }

 private:
  void change(bool comes) {
    if (comes)
      list_.put(item_, index_);
    else
      item_ = list_.take(item_.id);
  }

  List list_;
  Item item_;
  std::size_t index_;
  Change change_;
};

}  // namespace isochron
