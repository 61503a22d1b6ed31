// SPDX-License-Identifier: GPL-3.0-or-later
// ReceiversImport: reads receivers from a text file into the drawing; asks in place where the file
// leaves open what it means, and moves nothing.
#pragma once

#include <QObject>

#include "formats/read_receivers.h"

namespace isochron {

class Document;
class MessageBar;

/// Receivers outside of the model are not taken: the message names them and offers what may have
/// been meant, another unit or those inside alone.
class ReceiversImport : public QObject {
  Q_OBJECT
 public:
  ReceiversImport(Document& document, MessageBar& message, QObject* parent = nullptr);

  void read(const QString& path, const ReceiverOptions& options = {});

 private:
  void askAboutDoubt(const QString& path, const ReceiverOptions& options,
                     const ReceiverTable& table);
  void askAboutPlaces(const QString& path, const ReceiverOptions& options,
                      const ReceiverTable& table, const ReceiverPlacement& placement);
  void take(const ReceiverTable& table, const std::vector<std::size_t>& which);

  Document& document_;
  MessageBar& message_;
};

}  // namespace isochron
