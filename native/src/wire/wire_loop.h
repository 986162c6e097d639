#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/deadline_heap.h"
#include "base/inbox.h"
#include "base/poller.h"
#include "base/published.h"
#include "wire/connection/server_endpoint.h"
#include "wire/exchange/endpoints.h"
#include "wire/request/event_sink.h"
#include "wire/request/ledger.h"
#include "wire/stamps/arrival_clock.h"
#include "wire/stamps/receive_timestamping.h"
#include "wire/stamps/wake_delay.h"
#include "wire/wire_histograms.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** How a wire works; every value is resolved. */
struct WireOptions {
  /** Connections opened before the clock starts. At most `most_connections`. */
  size_t connections = 1;
  /** Maximum requests in flight; further requests wait and keep their scheduled start. */
  size_t most_connections = 1;
  ExchangeOptions exchanges;
  FramerLimits limits;
};

/** What the owner and the wire thread share; each member is safe for both at any time. */
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
           Published<WireTotals>& published, WireHistograms& histograms);

  /** Sets where requests go. Called by the owner before the thread runs. */
  void set_endpoints(std::vector<ServerEndpoint> endpoints, const std::vector<Address>& sources);

  /** The body of the thread: runs until a stop is requested. Needs an endpoint. */
  void run() noexcept;

  /** Ends every request. Called by the owner once the thread has been joined, or if it never ran. */
  void wind_up();

  /** Writes last rows that waited for room. False: some still wait. Called by the owner after `wind_up`. */
  bool flush();

  /** Discards last rows that will never be read. Called by the owner after `wind_up`. */
  void abandon() noexcept { ledger_.abandon(); }

  const EventSink& sink() const noexcept { return sink_; }

 private:
  void take_orders() noexcept;
  /** Closes idle connections whose end is among the current events, so that no request leaves on one. */
  void drop_closed(std::span<const epoll_event> events) noexcept;
  void send_due() noexcept;
  /** Work done once per turn, after its events. Returns the time that it read. */
  int64_t settle_turn() noexcept;
  int64_t next_wake_ns() noexcept;
  void publish() noexcept;
  /** Records that a request leaves late because no connection was available when it became due. */
  void note_limit(const Request& request, int64_t now_ns) noexcept;

  const WireOptions options_;
  WireControls& controls_;
  Published<WireTotals>& published_;
  WireTotals totals_;
  ReceiveTimestamping timestamping_;
  WakeDelay wake_delay_;
  ArrivalClock arrivals_;
  EventSink sink_;
  Ledger ledger_;
  Endpoints endpoints_;
  /** Since when due requests have waited for a connection; kUnstamped when none waits. */
  int64_t limited_since_ns_ = kUnstamped;
  /** The limit they wait for, and the requests in flight when it was reached. */
  ConnectionLimit limited_by_ = ConnectionLimit::kNone;
  size_t limited_at_connections_ = 0;
};

}  // namespace loadcell
