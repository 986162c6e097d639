#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/deadline_heap.h"
#include "wire/request/request.h"

namespace loadcell {

/**
 * Staged requests by scheduled start; requests with the same start in staging order.
 * Each order is sorted already, so adding one costs the same for any number of requests.
 * Used by one thread; allocates only when it holds more orders than ever before.
 */
class RequestQueue {
 public:
  RequestQueue();

  /** Adds a sorted order. */
  void add(Order& order);

  /** When the next request is due: `kUnstamped` for immediately, `kNever` when there is none. */
  int64_t next_ns() const noexcept;

  /** The next request; null when there is none. */
  const Request* peek() const noexcept {
    return cursors_.empty() ? nullptr : &cursors_.front().request();
  }

  bool is_empty() const noexcept { return cursors_.empty(); }

  /** Removes the next request. The queue must not be empty. */
  Request& take();

 private:
  /** Progress within an order. */
  struct Cursor {
    Order* order;
    size_t index;
    uint64_t sequence;

    Request& request() const noexcept { return order->requests[index]; }
  };

  static bool is_later(const Cursor& left, const Cursor& right) noexcept;

  /** Moves the first cursor, whose request may now be later, to its place. */
  void settle_front() noexcept;

  /** A heap with the earliest first. */
  std::vector<Cursor> cursors_;
  uint64_t sequence_ = 0;
};

}  // namespace loadcell
