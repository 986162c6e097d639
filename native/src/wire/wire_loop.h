#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/deadline_heap.h"
#include "base/inbox.h"
#include "base/log_histogram.h"
#include "base/poller.h"
#include "base/published.h"
#include "wire/connection_pool.h"
#include "wire/event_sink.h"
#include "wire/exchanges.h"
#include "wire/ledger.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** How a wire works; every value is resolved. */
struct WireOptions {
  /** Opened before the clock starts. At most `most_connections`. */
  size_t connections = 1;
  /** That carry requests at a time; requests beyond them wait, and their intended time stays what it was. */
  size_t most_connections = 1;
  ExchangeOptions exchanges;
  FramerLimits limits;
};

/** What the owner and the wire thread share; each is safe for both at any time. */
struct WireControls {
  Poller poller;
  /** From the owner. */
  Inbox<Order> orders;
  /** To the owner, to be freed. */
  Inbox<Order> spent;
  std::atomic<int64_t> end_sending_at_ns{kNever};
  std::atomic<bool> stopping{false};
};

/** The work of the wire thread. */
class WireLoop {
 public:
  WireLoop(const WireOptions& options, const EventMemory& memory, WireControls& controls,
           Published<WireTotals>& published, LogHistogram& send_delay);

  /** The body of the thread: works until told to stop. */
  void run(std::vector<Address> addresses) noexcept;

  /** Ends every request. Called by the owner, once the thread is joined or when it never ran. */
  void wind_up();

  /** Writes last rows that found the ring full. False: some still wait. Called by the owner after `wind_up`. */
  bool flush();

  /** Lets go of last rows that nobody will read. Called by the owner after `wind_up`. */
  void abandon() noexcept { ledger_.abandon(); }

  const EventSink& sink() const noexcept { return sink_; }

 private:
  void take_orders() noexcept;
  /** No request may leave on a connection of whose end the events in hand tell. Costs nothing where none could. */
  void drop_spoilt(std::span<const epoll_event> events) noexcept;
  void send_due() noexcept;
  /** What is done once in a turn, after its events. Returns the time that it read. */
  int64_t settle_turn() noexcept;
  int64_t next_wake_ns() noexcept;
  void publish() noexcept;
  /** A request leaves late because no connection was to be had when it came due. */
  void note_limit(const Request& request, int64_t now_ns) noexcept;

  const WireOptions options_;
  WireControls& controls_;
  Published<WireTotals>& published_;
  WireTotals totals_;
  EventSink sink_;
  Ledger ledger_;
  ConnectionPool pool_;
  Exchanges exchanges_;
  /** Since when no connection was to be had while requests came due; kUnstamped: none has to wait. */
  int64_t limited_since_ns_ = kUnstamped;
  /** By what, and how many requests were in flight at that moment. */
  ConnectionLimit limited_by_ = ConnectionLimit::kNone;
  size_t limited_at_connections_ = 0;
};

}  // namespace loadcell
