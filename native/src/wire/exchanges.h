#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/deadline_heap.h"
#include "wire/connection.h"
#include "wire/connection_pool.h"
#include "wire/event_sink.h"
#include "wire/ledger.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * What goes on between us and the server: connects, sends, reads and stamps, and ends each exchange with its row.
 * Belongs to the wire thread. It allocates only when more goes on at once than ever before; when that fails there is
 * nothing left to measure with, and the process ends.
 */
class Exchanges {
 public:
  Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
            int64_t connect_timeout_ns, const std::atomic<int64_t>& end_sending_at_ns);

  /** Begins to open connections before the clock starts. */
  void open_beforehand(size_t count);

  /** Whether those have all been opened, or have failed. */
  bool is_opened() const noexcept { return opening_ == 0; }

  /** Whether a request can begin now: a connection is free, or one more may be opened. */
  bool has_idle() const noexcept { return pool_.has_idle(); }
  bool has_room() const noexcept { return pool_.has_idle() || pool_.has_room(); }

  /** `now_ns` has just been read. */
  void begin(Request& request, int64_t now_ns) noexcept;

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
  void cancel_all();

 private:
  void take_connect_result(Connection& connection, const ConnectResult& result) noexcept;
  /** Gives the attempt that has begun its equal share of the time that there is for connecting. */
  void allow_attempt(Connection& connection, int64_t now_ns) noexcept;
  /** Keeps it for the next request. */
  void rest(Connection& connection) noexcept;
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
  const int64_t connect_timeout_ns_;
  /** Written by the owner of the wire. */
  const std::atomic<int64_t>& end_sending_at_ns_;
  DeadlineHeap<Connection> timeouts_;
  std::vector<char> buffer_;
  std::vector<Connection*> unread_;
  std::vector<Connection*> resumed_;
  size_t opening_ = 0;
  size_t paused_ = 0;
};

}  // namespace loadcell
