#pragma once

#include <cstddef>
#include <cstdint>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"
#include "wire/connection/connection_limit.h"
#include "wire/connection/connection_pool.h"
#include "wire/connection/reuse_policy.h"
#include "wire/connection/starvation_watch.h"
#include "wire/exchange/exchange_options.h"
#include "wire/exchange/read_backlog.h"

namespace loadcell {

/**
 * Decides what becomes of connections: which are reused, which finish, rest or close, and which need a replacement.
 * Belongs to the wire thread.
 */
class ConnectionReuse {
 public:
  ConnectionReuse(ConnectionPool& pool, ReadBacklog& backlog, DeadlineHeap<Connection>& timeouts,
                  const ExchangeOptions& options)
      : pool_(pool),
        backlog_(backlog),
        timeouts_(timeouts),
        options_(options),
        policy_(options.reuses_connections) {}

  /** Whether each connection carries one request. */
  bool is_single_use() const noexcept { return policy_.is_single_use(); }

  /** An idle connection that may be used again; null when there is none. Closes those that may not. */
  Connection* take_reusable(int64_t now_ns) noexcept;

  /** Whether a request can begin now: a slot is free, and so is a connection, or one can be opened. */
  bool can_begin() noexcept;
  /** Why `can_begin` last returned false. */
  ConnectionLimit limit() const noexcept { return limit_; }

  /** Keeps the connection for the next request. */
  void rest(Connection& connection, int64_t now_ns) noexcept;

  /** The response is complete and the connection may carry another request. */
  void keep(Connection& connection, int64_t now_ns) noexcept;

  /** The server announced that the connection would last, and closed it with the response. */
  void note_end_with_response() noexcept;

  /** Whether one more connection may stay open after its request is over. */
  bool may_finish() const noexcept;

  /** Gives the connection a short time to end the framing of its response; it holds no slot. */
  void begin_finishing(Connection& connection, int64_t now_ns) noexcept;

  /** The framing of the response of a finishing connection is complete. */
  void end_finishing(Connection& connection, bool may_be_reused, int64_t now_ns) noexcept;

  /** The server closed a connection that carries no request, or its time to finish is over. */
  void note_end(Connection& connection, int64_t now_ns) noexcept;

  /** The server sent bytes on a connection that carries no request. */
  void note_unexpected_bytes(Connection& connection, int64_t now_ns) noexcept;

  /** The server closed a connection before any byte of the response to a request arrived. */
  void note_lost_request(const Connection& connection) noexcept;

  /** Whether a connection about to be opened replaces one that the server closed or left unusable. */
  bool take_replacement() noexcept;

  /** Closes a connection that the server left unusable. */
  void give_up(Connection& connection, int64_t now_ns) noexcept;

  void close_idle() noexcept;
  void close(Connection& connection, int64_t now_ns) noexcept;

  /** The first bytes of a request have been sent. */
  void watch(const Connection& connection, int64_t now_ns) noexcept;
  /** The first byte of a response arrived `wait_ns` after its request was sent. */
  void note_first_byte(const Connection& connection, int64_t wait_ns, int64_t now_ns) noexcept;

  /**
   * Closes idle connections when another waits for the server much longer than any before: they may occupy its
   * threads.
   */
  void relieve(int64_t now_ns) noexcept;
  int64_t next_relief_ns() noexcept { return pool_.has_idle() ? starvation_.next_ns() : kNever; }

 private:
  /** Lets the server close a connection that is not reused. */
  void leave(Connection& connection, int64_t now_ns) noexcept;

  ConnectionPool& pool_;
  ReadBacklog& backlog_;
  DeadlineHeap<Connection>& timeouts_;
  const ExchangeOptions& options_;
  ReusePolicy policy_;
  StarvationWatch starvation_;
  ConnectionLimit limit_ = ConnectionLimit::kNone;
  /** Connections that the server closed or left unusable and that have not been replaced. */
  size_t to_replace_ = 0;
};

}  // namespace loadcell
