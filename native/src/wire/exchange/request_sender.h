#pragma once

#include <cstdint>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"
#include "wire/exchange/connection_reuse.h"
#include "wire/exchange/path_recorder.h"
#include "wire/exchange/read_backlog.h"
#include "wire/request/ledger.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** Sends requests: timestamps the first byte and hands the kernel as many bytes as it takes. Belongs to the wire thread. */
class RequestSender {
 public:
  RequestSender(Ledger& ledger, ConnectionReuse& reuse, ReadBacklog& backlog,
                DeadlineHeap<Connection>& timeouts, PathRecorder& paths, WireTotals& totals)
      : ledger_(ledger),
        reuse_(reuse),
        backlog_(backlog),
        timeouts_(timeouts),
        paths_(paths),
        totals_(totals) {}

  /** Begins to send the request of the connection. `now_ns` has just been read. */
  void begin(Connection& connection, int64_t now_ns) noexcept;

  /** Sends what is left of the request, as far as the kernel takes it. */
  void send(Connection& connection) noexcept;

 private:
  Ledger& ledger_;
  ConnectionReuse& reuse_;
  ReadBacklog& backlog_;
  DeadlineHeap<Connection>& timeouts_;
  PathRecorder& paths_;
  WireTotals& totals_;
};

}  // namespace loadcell
