#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/inbox.h"
#include "base/log_histogram.h"
#include "wire/request/event_sink.h"
#include "wire/request/request.h"
#include "wire/request/request_queue.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Tracks every request from staging to its outcome. Every staged request gets exactly one last row; if the ring is full,
 * the row waits in the memory of its request.
 * Used by the wire thread, and by its owner once that thread has been joined.
 */
class Ledger {
 public:
  /** Completed orders go to `spent`, for their owner to free. */
  Ledger(EventSink& sink, WireTotals& totals, LogHistogram& send_delay, Inbox<Order>& spent)
      : sink_(sink), totals_(totals), send_delay_(send_delay), spent_(spent) {}

  /** Queues requests. */
  void admit(Order& order);

  /** When the next request is due. */
  int64_t next_ns() const noexcept { return queue_.next_ns(); }

  /** Endpoint of the next request; 0 when there is none. */
  uint8_t next_endpoint() const noexcept {
    const Request* const next = queue_.peek();
    return next == nullptr ? uint8_t{0} : next->endpoint;
  }

  bool has_unsent() const noexcept { return !queue_.is_empty(); }

  /**
   * Takes the next request if it is due; null if none is. Settles canceled requests on the way.
   * @param now_ns becomes the scheduled start of a request to be sent as soon as possible
   */
  Request* take_due(int64_t now_ns);

  /** The first byte is about to be passed to the socket. */
  void mark_sent(Request& request, int64_t now_ns) noexcept;

  /** The request has ended, with the outcome in its fields: writes its last row. */
  void settle(Request& request) noexcept;

  /** Settles as failed. */
  void fail(Request& request, WireFailure failure, uint16_t detail, int64_t now_ns) noexcept;

  /** Settles as dropped: it was not sent and will not be. */
  void drop(Request& request, int64_t now_ns) noexcept;

  /** Cancels a request that is not in flight when its turn comes. */
  void cancel_unsent(double request_id);

  /** Settles at most `limit` unsent requests, as dropped or canceled. False: none are left. */
  bool settle_unsent(size_t limit, WireFailure failure, int64_t now_ns);

  /** Writes last rows that waited for room. False: some still wait. */
  bool flush() noexcept;

  /** Discards last rows that will never be read. */
  void abandon() noexcept;

  /** Returns a completed order of any kind. */
  void give_back(Order& order) noexcept { spent_.push(order); }

 private:
  void count(const Request& request) noexcept;
  void close(Request& request) noexcept;

  EventSink& sink_;
  WireTotals& totals_;
  LogHistogram& send_delay_;
  Inbox<Order>& spent_;
  RequestQueue queue_;
  /** Ids of canceled requests that have not been taken yet. */
  std::vector<double> cancelled_;
  Request* oldest_waiting_ = nullptr;
  Request* newest_waiting_ = nullptr;
};

}  // namespace loadcell
