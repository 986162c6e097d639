#pragma once

#include <algorithm>
#include <cstdint>

#include "base/deadline_heap.h"

namespace loadcell {

/**
 * Whether a connection may carry another request, learned from those that the server ended without announcing it. A
 * request that meets such an end is sent again, and its wait counts: the same wait is not paid twice.
 * Belongs to the wire thread.
 */
class ReusePolicy {
 public:
  /** An end that a request meets, or that comes by itself, within this time after a response is the server's habit and no timeout of idle connections. */
  static constexpr int64_t kSoonNs = 5'000'000;

  /** @param reuses false: each request has a connection of its own from the start */
  explicit ReusePolicy(bool reuses) : is_single_use_(!reuses) {}

  /** Each connection carries one request. */
  bool is_single_use() const noexcept { return is_single_use_; }

  /** Whether a connection may carry a request that has rested for so long. */
  bool may_use(bool has_served, int64_t rested_for_ns) const noexcept {
    return !(is_single_use_ && has_served) && rested_for_ns < longest_rest_ns_;
  }

  /** From now on each connection carries one request. */
  void serve_once() noexcept { is_single_use_ = true; }

  /** A request that was sent so long after the last response met the server's end of the connection. */
  void lost_after(int64_t rested_for_ns) noexcept {
    if (rested_for_ns < kSoonNs) {
      is_single_use_ = true;
    } else {
      // A quarter is left for the way to the server and for timers that are not exact.
      longest_rest_ns_ = std::min(longest_rest_ns_, rested_for_ns / 4 * 3);
    }
  }

  /** The server ended a connection so long after its response, and no request met that end. */
  void ended_after(int64_t rested_for_ns) noexcept {
    if (rested_for_ns < kSoonNs) is_single_use_ = true;
  }

 private:
  bool is_single_use_;
  int64_t longest_rest_ns_ = kNever;
};

}  // namespace loadcell
