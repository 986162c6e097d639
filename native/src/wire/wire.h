#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/inbox.h"
#include "base/log_histogram.h"
#include "base/published.h"
#include "base/thread.h"
#include "wire/endpoint.h"
#include "wire/event_sink.h"
#include "wire/http_framer.h"
#include "wire/wire_loop.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Sends HTTP requests at their times from a thread of its own and stamps what comes back.
 *
 * Threads: the owner constructs, starts, stages, cancels, stops and destroys. `totals`, `send_delay_ns` and `cpu_ns`
 * may be called by any thread that the owner lets in. Only the wire thread writes ring and arena until `stop`
 * returns; then the owner does, in `flush`. After `start` the wire thread takes no lock and waits for nobody.
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
   * @param addresses of one endpoint; the next is tried when one fails. At least one.
   * @throws Error THREAD
   */
  void start(std::vector<Address> addresses);

  /** Hands requests over; sorts them first. They may be staged before the start and while it runs. */
  void stage(std::unique_ptr<Order> order);

  /** Ends a request; one that is not under way, when its turn comes. */
  void cancel(double request_id);

  /**
   * Ends a request as complete: whoever reads its response says that it is over. Its connection has a short time to end the
   * framing of the response, and holds no slot meanwhile. Does nothing for one that is not under way.
   */
  void finish(double request_id);

  /** Ends every request, under way or staged so far. */
  void cancel_all();

  /** Closes connections that carry nothing; a later request opens another. */
  void close_idle();

  /** From this moment on nothing more is sent: what was not sent is dropped. What is under way goes on. */
  void end_sending_at(int64_t at_ns) noexcept;

  /**
   * Ends the thread and waits for it; requests under way are cancelled and the others dropped. May be called at any
   * time and again. Their last rows may need room: read the ring and call `flush` until it returns true.
   */
  void stop() noexcept;

  /** Only after `stop`: writes last rows that found the ring full. True: there are none left. */
  bool flush() noexcept;

  WireTotals totals() const noexcept { return totals_.read(); }

  /** Nearest-rank quantile of how long after their intended time requests were sent, or -1 before the first. */
  double send_delay_ns(double quantile) const noexcept { return send_delay_.quantile_ns(quantile); }

  /** CPU time of the wire thread; 0 before it started. */
  int64_t cpu_ns() const noexcept { return thread_ ? thread_->cpu_ns() : 0; }

  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }
  size_t arena_offset_bytes() const noexcept { return arena_offset_bytes_; }

 private:
  void send_order(std::unique_ptr<Order> order);
  void send_order_about(Order::Kind kind, double request_id);
  /** Frees what the wire thread is done with, so that it frees nothing itself. */
  void free_spent() noexcept;

  WireControls controls_;
  Published<WireTotals> totals_;
  LogHistogram send_delay_;
  WireLoop loop_;
  const size_t ring_offset_bytes_;
  const size_t arena_offset_bytes_;
  bool stopped_ = false;
  /** Last, so that it is joined before anything that it uses goes. */
  std::unique_ptr<Thread> thread_;
};

}  // namespace loadcell
