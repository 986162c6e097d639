#pragma once

#include <sys/epoll.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/deadline_heap.h"
#include "base/poller.h"
#include "wire/connection/connection_budget.h"
#include "wire/connection/connection_pool.h"
#include "wire/connection/server_endpoint.h"
#include "wire/exchange/exchanges.h"
#include "wire/request/event_sink.h"
#include "wire/request/ledger.h"
#include "wire/wire_histograms.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** What the exchanges with all endpoints share; see `Exchanges`. */
struct EndpointContext {
  Poller& poller;
  Ledger& ledger;
  EventSink& sink;
  WireTotals& totals;
  ArrivalClock& arrivals;
  WireHistograms& histograms;
  const FramerLimits limits;
  const ExchangeOptions options;
  const std::atomic<int64_t>& end_sending_at_ns;
};

/**
 * The servers that one load goes to: each has its own connections, and learns for itself how they are reused; all of them share
 * the limit on requests in flight. A request names its endpoint, or goes to the one with the fewest requests in flight when it is
 * sent. Belongs to the wire thread, except `add`, which the owner calls before it starts.
 */
class Endpoints {
 public:
  /** @param most maximum requests in flight */
  Endpoints(const EndpointContext& context, size_t most) : context_(context) { budget_.most = most; }

  /** @param sources see `SourceAddresses` */
  void add(ServerEndpoint endpoint, std::vector<Address> sources);

  /** Begins to open connections before the clock starts, the same number to each endpoint, rounded up. */
  void open_beforehand(size_t count);
  /** Whether those have all been opened, or have failed. */
  bool is_opened() const noexcept;

  bool has_idle() const noexcept;
  /** The endpoint that a request goes to now. @param named `Request::endpoint` */
  size_t choose(uint8_t named) const noexcept;
  /** Whether a request to this endpoint can begin now. If not, `limit` has the reason. */
  bool can_begin(size_t endpoint) noexcept;
  ConnectionLimit limit(size_t endpoint) const noexcept { return at(endpoint).limit(); }
  size_t busy_count() const noexcept { return budget_.busy; }

  /** `now_ns` has just been read. */
  void begin(Request& request, int64_t now_ns) noexcept;

  /** See `Exchanges`, of one endpoint. */
  int64_t open_ahead_ns(size_t endpoint, int64_t due_ns) const noexcept {
    return at(endpoint).open_ahead_ns(due_ns);
  }
  void open_ahead(size_t endpoint, int64_t due_ns, int64_t now_ns) noexcept {
    at(endpoint).open_ahead(due_ns, now_ns);
  }

  void handle(const epoll_event& event) noexcept { of(event).handle(event); }
  void drop_if_closed(const epoll_event& event) noexcept { of(event).drop_if_closed(event); }

  /** The work of all endpoints; see `Exchanges`. */
  void relieve(int64_t now_ns) noexcept;
  void expire(int64_t now_ns) noexcept;
  void resume() noexcept;
  void close_idle() noexcept;
  void recycle();
  int64_t next_wake_ns() noexcept;
  bool has_unread() const noexcept;
  bool has_paused() const noexcept;
  bool cancel(double request_id);
  bool finish(double request_id) noexcept;
  void cancel_all();
  /** Closes every connection. */
  void close_all();

 private:
  struct Endpoint {
    Endpoint(const EndpointContext& context, ConnectionBudget& budget, size_t index);

    ConnectionPool pool;
    Exchanges exchanges;
    std::string host;
  };

  Exchanges& at(size_t endpoint) noexcept { return endpoints_[endpoint].exchanges; }
  const Exchanges& at(size_t endpoint) const noexcept { return endpoints_[endpoint].exchanges; }
  Exchanges& of(const epoll_event& event) noexcept {
    return at(static_cast<const Connection*>(event.data.ptr)->endpoint);
  }

  const EndpointContext context_;
  ConnectionBudget budget_;
  /** A deque does not move its elements. */
  std::deque<Endpoint> endpoints_;
  /** Of endpoints with equally few requests in flight, the first from here is chosen. */
  size_t turn_ = 0;
};

}  // namespace loadcell
