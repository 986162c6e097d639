#pragma once

#include <cstddef>
#include <cstdint>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"
#include "wire/connection/connection_pool.h"
#include "wire/exchange/connection_reuse.h"
#include "wire/exchange/exchange_options.h"

namespace loadcell {

/**
 * Decides when a connection is opened and how long connecting may take: before the clock starts, for a request, or ahead
 * of one. The caller connects what it returns. Belongs to the wire thread.
 */
class ConnectionOpener {
 public:
  ConnectionOpener(ConnectionPool& pool, ConnectionReuse& reuse,
                   DeadlineHeap<Connection>& timeouts, const ExchangeOptions& options)
      : pool_(pool), reuse_(reuse), timeouts_(timeouts), options_(options) {}

  /** A connection that belongs to no request. */
  Connection& open_beforehand(int64_t now_ns);

  /** A connection for the request. */
  Connection& open_for(Request& request, int64_t now_ns);

  /**
   * When each connection carries one request: the time to open the connection for a request that is due at `due_ns`;
   * `kNever` when there is nothing to open.
   */
  int64_t open_ahead_ns(int64_t due_ns) const noexcept;
  /** That connection once its time has come; null until then. */
  Connection* open_ahead(int64_t due_ns, int64_t now_ns);

  /** Gives the current attempt to connect its equal share of the time left for connecting. */
  void allow_attempt(Connection& connection, int64_t now_ns) noexcept;

  /** Connecting has ended, one way or the other. */
  void note_result(const Connection& connection) noexcept {
    if (connection.request == nullptr) --opening_;
  }

  /** Whether no connection without a request is being opened. */
  bool is_idle() const noexcept { return opening_ == 0; }

 private:
  ConnectionPool& pool_;
  ConnectionReuse& reuse_;
  DeadlineHeap<Connection>& timeouts_;
  const ExchangeOptions& options_;
  /** Connections being opened for no request. */
  size_t opening_ = 0;
  /** Due time of the last request that a connection was opened ahead for. */
  int64_t opened_ahead_for_ns_ = kUnstamped;
};

}  // namespace loadcell
