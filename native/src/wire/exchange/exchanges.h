#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"
#include "wire/connection/connection_limit.h"
#include "wire/connection/connection_pool.h"
#include "wire/exchange/connection_opener.h"
#include "wire/exchange/connection_reuse.h"
#include "wire/exchange/exchange_options.h"
#include "wire/exchange/path_recorder.h"
#include "wire/exchange/read_backlog.h"
#include "wire/exchange/request_sender.h"
#include "wire/exchange/response_reader.h"
#include "wire/request/event_sink.h"
#include "wire/request/ledger.h"
#include "wire/wire_histograms.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Exchanges with the server: connects, sends, has responses read, and ends each exchange with its last row.
 * Belongs to the wire thread. It allocates only when more exchanges are in flight than ever before; if that allocation
 * fails, nothing can be measured any more and the process ends.
 */
class Exchanges {
 public:
  Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
            ArrivalClock& arrivals, LogHistogram& round_trips, const ExchangeOptions& options,
            const std::atomic<int64_t>& end_sending_at_ns);

  /** Begins to open connections before the clock starts. */
  void open_beforehand(size_t count);

  /** Whether those have all been opened, or have failed. */
  bool is_opened() const noexcept { return opener_.is_idle(); }

  bool has_idle() const noexcept { return pool_.has_idle(); }
  /** Whether a request can begin now. If not, `limit` has the reason. */
  bool can_begin() noexcept { return reuse_.can_begin(); }
  ConnectionLimit limit() const noexcept { return reuse_.limit(); }
  size_t busy_count() const noexcept { return pool_.busy_count(); }

  /** `now_ns` has just been read. */
  void begin(Request& request, int64_t now_ns) noexcept;

  /** When to call `open_ahead` for a request that is due at `due_ns`; `kNever` when there is nothing to open. */
  int64_t open_ahead_ns(int64_t due_ns) const noexcept { return opener_.open_ahead_ns(due_ns); }
  /** Opens the connection for that request once its time has come. */
  void open_ahead(int64_t due_ns, int64_t now_ns) noexcept;

  /** Closes idle connections that may keep the server from another one. */
  void relieve(int64_t now_ns) noexcept { reuse_.relieve(now_ns); }
  int64_t next_relief_ns() noexcept { return reuse_.next_relief_ns(); }

  /** Closes connections that carry nothing. */
  void close_idle() noexcept { reuse_.close_idle(); }

  void handle(const epoll_event& event) noexcept;

  /** Closes an idle connection that the server has closed or sent unexpected bytes on; does nothing else. */
  void drop_if_closed(const epoll_event& event) noexcept;

  /** Ends what has timed out; an address that has not answered makes way for the next. */
  void expire(int64_t now_ns) noexcept;
  int64_t next_timeout_ns() const noexcept { return timeouts_.next_ns(); }

  /** Continues reads that were cut short or paused. */
  void resume() noexcept;
  bool has_unread() const noexcept { return backlog_.has_unread(); }
  bool has_paused() const noexcept { return backlog_.has_paused(); }

  /** False: no such request is in flight. */
  bool cancel(double request_id);
  /**
   * The reader of the response says that it is complete, whatever its framing: the request ends now, and its connection
   * gets a short time to end the framing. False: no such request is in flight.
   */
  bool finish(double request_id) noexcept;
  void cancel_all();

 private:
  void connect(Connection& connection) noexcept;
  void take_connect_result(Connection& connection, const ConnectResult& result) noexcept;
  /**
   * The connection was closed or reset: sends its request once more on a new one if that one was stale, which is safe
   * as long as no byte of a response has arrived. False: the failure is the request's.
   */
  bool send_again(Connection& connection, int64_t now_ns) noexcept;
  void read(Connection& connection) noexcept;
  /** False: nothing more may be read from the connection now. */
  bool read_once(Connection& connection) noexcept;
  void complete(Connection& connection, const ReadOutcome& outcome) noexcept;
  void fail(Connection& connection, WireFailure failure, uint16_t detail,
            int64_t now_ns) noexcept;

  ConnectionPool& pool_;
  Ledger& ledger_;
  EventSink& sink_;
  WireTotals& totals_;
  const ExchangeOptions options_;
  /** Written by the owner of the wire. */
  const std::atomic<int64_t>& end_sending_at_ns_;
  DeadlineHeap<Connection> timeouts_;
  ReadBacklog backlog_;
  ConnectionReuse reuse_;
  ConnectionOpener opener_;
  PathRecorder paths_;
  RequestSender sender_;
  ResponseReader reader_;
};

}  // namespace loadcell
