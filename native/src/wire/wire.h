#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/inbox.h"
#include "base/published.h"
#include "base/thread.h"
#include "wire/connection/endpoint.h"
#include "wire/connection/server_endpoint.h"
#include "wire/http/http_framer.h"
#include "wire/request/event_sink.h"
#include "wire/wire_loop.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Sends HTTP requests at their scheduled times on a native thread and timestamps what the server sends.
 *
 * Threads: the owner constructs, starts, stages, cancels, stops and destroys. Any thread that the owner admits may call
 * `totals`, `send_delay_ns`, `read_lateness_ns`, `round_trip_ns` and `cpu_ns`. Only the wire thread writes ring and arena until `stop` returns; then the owner does,
 * in `flush`. After `start` the wire thread takes no lock and waits for no other thread.
 */
class Wire {
 public:
  /** @throws Error POLLER */
  Wire(const WireOptions& options, const EventMemory& memory);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /**
   * Begins to open the connections. A second call does nothing, nor does a call after `stop`.
   * @param addresses of one endpoint, at least one; when one fails, the next is tried
   * @param sources addresses of this machine to connect from in turn; empty for the kernel's choice
   * @throws Error THREAD
   */
  void start(std::vector<Address> addresses, std::vector<Address> sources = {});
  /** Begins with several endpoints, 1 to `kMostEndpoints`. @throws Error THREAD */
  void start_all(std::vector<ServerEndpoint> endpoints, const std::vector<Address>& sources = {});

  /** Stages requests, sorted by scheduled start. Possible before the start and while it runs. */
  void stage(std::unique_ptr<Order> order);

  /** Cancels a request: immediately when it is in flight, else when its turn comes. */
  void cancel(double request_id);

  /**
   * Ends a request as complete because the reader of its response says so. Its connection gets a short time to end the framing
   * of the response and holds no slot during that time. Does nothing for a request that is not in flight.
   */
  void finish(double request_id);

  /** Cancels every request, in flight or staged. */
  void cancel_all();

  /** Closes connections that carry nothing; a later request opens another. */
  void close_idle();

  /** Nothing is sent from this time on: unsent requests are dropped, requests in flight continue. */
  void end_sending_at(int64_t at_ns) noexcept;

  /**
   * Ends the thread and waits for it; cancels requests in flight and drops the others. Idempotent. Their last rows may need
   * room: read the ring and call `flush` until it returns true.
   */
  void stop() noexcept;

  /** Only after `stop`: writes last rows that waited for room. True: none are left. */
  bool flush() noexcept;

  WireTotals totals() const noexcept { return totals_.read(); }

  /** Nearest-rank quantile of the send delay; -1 before the first request. */
  double send_delay_ns(double quantile) const noexcept {
    return histograms_.send_delay.quantile_ns(quantile);
  }

  /** Nearest-rank quantile of how late reads with a timestamp of the kernel were; -1 before the first. */
  double read_lateness_ns(double quantile) const noexcept {
    return histograms_.read_lateness.quantile_ns(quantile);
  }
  /** Quantile of smoothed round trips, where they were read after a request; -1 when none was. */
  double round_trip_ns(double quantile) const noexcept {
    return histograms_.round_trip.quantile_ns(quantile);
  }

  /** CPU time of the wire thread; 0 before it started. */
  int64_t cpu_ns() const noexcept { return thread_ ? thread_->cpu_ns() : 0; }

  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }
  size_t arena_offset_bytes() const noexcept { return arena_offset_bytes_; }

 private:
  void send_order(std::unique_ptr<Order> order);
  void send_order_about(Order::Kind kind, double request_id);
  /** Frees completed orders, so that the wire thread frees nothing itself. */
  void free_spent() noexcept;

  WireControls controls_;
  Published<WireTotals> totals_;
  WireHistograms histograms_;
  WireLoop loop_;
  const size_t ring_offset_bytes_;
  const size_t arena_offset_bytes_;
  bool stopped_ = false;
  /** Last, so that it is joined before anything it uses is destroyed. */
  std::unique_ptr<Thread> thread_;
};

}  // namespace loadcell
