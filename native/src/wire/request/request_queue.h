#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/deadline_heap.h"
#include "wire/request/request.h"

namespace loadcell {

/**
 * Staged requests in the order of their intended times; those of the same time in the order of their staging.
 * Each order is sorted already, so that taking one in costs the same however many requests it brings.
 * Used by one thread; allocates only when more orders stand than ever before.
 */
class RequestQueue {
 public:
  RequestQueue();

  /** Takes in a sorted order. */
  void add(Order& order);

  /** When the next request is due: `kUnstamped` at once, `kNever` when there is none. */
  int64_t next_ns() const noexcept;

  bool is_empty() const noexcept { return cursors_.empty(); }

  /** Takes the next request out. The queue is not empty. */
  Request& take();

 private:
  /** Where an order has got to. */
  struct Cursor {
    Order* order;
    size_t index;
    uint64_t sequence;

    Request& request() const noexcept { return order->requests[index]; }
  };

  static bool is_later(const Cursor& left, const Cursor& right) noexcept;

  /** Moves the first cursor, which may have become later, to its place. */
  void settle_front() noexcept;

  /** A heap with the earliest first. */
  std::vector<Cursor> cursors_;
  uint64_t sequence_ = 0;
};

}  // namespace loadcell
