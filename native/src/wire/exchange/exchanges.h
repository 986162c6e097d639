#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"
#include "wire/connection/connection_limit.h"
#include "wire/connection/connection_pool.h"
#include "wire/connection/reuse_policy.h"
#include "wire/connection/starvation_watch.h"
#include "wire/request/event_sink.h"
#include "wire/request/ledger.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** How exchanges go on; every value is resolved. */
struct ExchangeOptions {
  int64_t connect_timeout_ns = 0;
  /**
   * How long a connection is kept whose request is over: for the rest of the framing of its response, or for the server to
   * end it first, which spares this machine the port that the kernel holds for the end that closed.
   */
  int64_t finish_timeout_ns = 100'000'000;
  /** Whether a connection may carry more than one request. */
  bool reuses_connections = true;
};

/**
 * What goes on between us and the server: connects, sends, reads and stamps, and ends each exchange with its row.
 * Belongs to the wire thread. It allocates only when more goes on at once than ever before; when that fails there is
 * nothing left to measure with, and the process ends.
 */
class Exchanges {
 public:
  Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
            const ExchangeOptions& options, const std::atomic<int64_t>& end_sending_at_ns);

  /** Begins to open connections before the clock starts. */
  void open_beforehand(size_t count);

  /** Whether those have all been opened, or have failed. */
  bool is_opened() const noexcept { return opening_ == 0; }

  bool has_idle() const noexcept { return pool_.has_idle(); }
  /** Whether a request can begin now: fewer are in flight than may be, and a connection is free or may be opened. */
  bool can_begin() noexcept;
  /** What `can_begin` was last false for. */
  ConnectionLimit limit() const noexcept { return limit_; }
  size_t busy_count() const noexcept { return pool_.busy_count(); }

  /** `now_ns` has just been read. */
  void begin(Request& request, int64_t now_ns) noexcept;

  /**
   * Where each connection carries one request: when the connection for a request that is due at `due_ns` is to be opened,
   * and opens it once that moment has come. `kNever`: there is nothing to be opened.
   */
  int64_t open_ahead_ns(int64_t due_ns) const noexcept;
  void open_ahead(int64_t due_ns, int64_t now_ns) noexcept;

  /** Closes idle connections where another waits for the server much longer than any before: they may hold its threads. */
  void relieve(int64_t now_ns) noexcept;
  int64_t next_relief_ns() noexcept { return pool_.has_idle() ? starvation_.next_ns() : kNever; }

  /** Closes connections that carry nothing. */
  void close_idle() noexcept;

  void handle(const epoll_event& event) noexcept;

  /** Gives up an idle connection that its server has ended, or on which it speaks out of turn; does nothing else. */
  void drop_if_spoilt(const epoll_event& event) noexcept;

  /** Ends what has timed out; an address that has not answered makes way for the next. */
  void expire(int64_t now_ns) noexcept;
  int64_t next_timeout_ns() const noexcept { return timeouts_.next_ns(); }

  /** Goes on with reads that were cut short or held back. */
  void resume() noexcept;
  /** Bytes are known to lie there, and there is room for them. */
  bool has_unread() const noexcept { return !unread_.empty(); }
  bool has_paused() const noexcept { return paused_ > 0; }

  /** False: no such request is under way. */
  bool cancel(double request_id);
  /**
   * Whoever reads the response says that it is over, whatever its framing: the request ends now, and its connection has a
   * short time to end the framing. False: no such request is under way.
   */
  bool finish(double request_id) noexcept;
  void cancel_all();

 private:
  void take_connect_result(Connection& connection, const ConnectResult& result) noexcept;
  /** Gives the attempt that has begun its equal share of the time that there is for connecting. */
  void allow_attempt(Connection& connection, int64_t now_ns) noexcept;
  /** Keeps it for the next request. */
  void rest(Connection& connection, int64_t now_ns) noexcept;
  /** An idle connection that may be used again; null when there is none. Those that may not are closed. */
  Connection* take_reusable(int64_t now_ns) noexcept;
  void open_for(Request& request, int64_t now_ns) noexcept;
  /**
   * The connection has ended or failed: sends its request once more on a fresh one where that one was stale, which is
   * safe as long as no byte of a response has come. False: the failure is the request's.
   */
  bool send_again(Connection& connection, int64_t now_ns) noexcept;
  Connection* find(double request_id) noexcept;
  /** Whether one more connection may be kept whose request is over. */
  bool may_finish() const noexcept;
  /** Lets the server end a connection that is not used again. */
  void leave(Connection& connection, int64_t now_ns) noexcept;
  /** Closes one that the server has spoilt. */
  void give_up(Connection& connection, int64_t now_ns) noexcept;
  void note_idle_end(const Connection& connection, int64_t now_ns) noexcept;
  /** False: nothing more is to be read from a connection that finishes. */
  bool finish_reading(Connection& connection, std::string_view bytes, int64_t now_ns) noexcept;
  void begin_sending(Connection& connection, int64_t now_ns) noexcept;
  void send(Connection& connection) noexcept;
  void read(Connection& connection) noexcept;
  /** Reads once. False: there is nothing more to be read now, or the connection is not busy any more. */
  bool read_once(Connection& connection) noexcept;
  /** False: the response has ended. */
  bool consume(Connection& connection, std::string_view bytes, int64_t now_ns) noexcept;
  /** Whether nothing lies on the connection behind its response. If something does, the connection is of no more use. */
  bool has_read_all(Connection& connection) noexcept;
  void end_stream(Connection& connection, int64_t now_ns) noexcept;
  void complete(Connection& connection, bool may_be_reused, int64_t now_ns) noexcept;
  void fail(Connection& connection, WireFailure failure, uint16_t detail,
            int64_t now_ns) noexcept;
  /** Fails with what a call on the socket of a connection that stood has said. */
  void fail_of_errno(Connection& connection, int error, int64_t now_ns) noexcept;
  void pause(Connection& connection) noexcept;
  void end_pause(Connection& connection, int64_t now_ns) noexcept;
  void close(Connection& connection, int64_t now_ns) noexcept;

  ConnectionPool& pool_;
  Ledger& ledger_;
  EventSink& sink_;
  WireTotals& totals_;
  const ExchangeOptions options_;
  /** Written by the owner of the wire. */
  const std::atomic<int64_t>& end_sending_at_ns_;
  DeadlineHeap<Connection> timeouts_;
  std::vector<char> buffer_;
  std::vector<Connection*> unread_;
  std::vector<Connection*> resumed_;
  ReusePolicy policy_;
  StarvationWatch starvation_;
  ConnectionLimit limit_ = ConnectionLimit::kNone;
  /** Whether a response has come, so that the server speaks HTTP. */
  bool has_spoken_ = false;
  /** Connections that the server ended or spoilt and that have not been replaced. */
  size_t spoilt_ = 0;
  /** Being opened for no request. */
  size_t opening_ = 0;
  /** The time of the request that a connection was opened ahead for last. */
  int64_t opened_ahead_for_ns_ = kUnstamped;
  size_t paused_ = 0;
};

}  // namespace loadcell
