#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/inbox.h"
#include "base/log_histogram.h"
#include "wire/event_sink.h"
#include "wire/request.h"
#include "wire/request_queue.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * The account of every request: which are to come, and how each that came ended. Every staged request gets exactly
 * one last row; one that finds the ring full waits for room in the memory that it has anyway.
 * Used by the wire thread, and by its owner once that thread has been joined.
 */
class Ledger {
 public:
  /** Orders that are done with go to `spent`, for their owner to free. */
  Ledger(EventSink& sink, WireTotals& totals, LogHistogram& send_delay, Inbox<Order>& spent)
      : sink_(sink), totals_(totals), send_delay_(send_delay), spent_(spent) {}

  /** Takes requests in. Once sending has ended they are dropped. */
  void admit(Order& order);

  /** When the next request is due. */
  int64_t next_ns() const noexcept { return queue_.next_ns(); }

  bool has_unsent() const noexcept { return !queue_.is_empty(); }

  /**
   * Takes the next request if it is due; null if none is. Ones cancelled meanwhile are settled on the way.
   * @param now_ns becomes the intended time of a request that was to be sent as soon as possible
   */
  Request* take_due(int64_t now_ns);

  /** The first byte is about to be handed to the socket. */
  void mark_sent(Request& request, int64_t now_ns) noexcept;

  /** The request has ended, as its own fields tell: writes its last row. */
  void settle(Request& request) noexcept;

  /** Settles as failed. */
  void fail(Request& request, WireFailure failure, uint16_t detail, int64_t now_ns) noexcept;

  /** Settles as dropped: it was not sent, and is not to be any more. */
  void drop(Request& request, int64_t now_ns) noexcept;

  /** A request that is not under way is cancelled when its turn comes. */
  void cancel_unsent(double request_id);

  /** Settles at most `limit` of those not sent, as dropped or cancelled. False: there are none left. */
  bool settle_unsent(size_t limit, WireFailure failure, int64_t now_ns);

  /** Writes last rows that found the ring full. False: some still wait. */
  bool flush() noexcept;

  /** Lets go of last rows that nobody will read. */
  void abandon() noexcept;

  /** Orders of any other kind, too, end here. */
  void give_back(Order& order) noexcept { spent_.push(order); }

 private:
  void count(const Request& request) noexcept;
  void close(Request& request) noexcept;

  EventSink& sink_;
  WireTotals& totals_;
  LogHistogram& send_delay_;
  Inbox<Order>& spent_;
  RequestQueue queue_;
  /** Ids, of requests yet to be taken. */
  std::vector<double> cancelled_;
  Request* oldest_waiting_ = nullptr;
  Request* newest_waiting_ = nullptr;
};

}  // namespace loadcell
