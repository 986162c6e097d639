#pragma once

#include <algorithm>
#include <cstdint>

#include "base/deadline_heap.h"

namespace loadcell {

/**
 * Decides whether a connection may carry another request, learning from connections that the server closed unannounced.
 * A request that meets such a close is sent again, and its wait counts: this policy avoids the same wait later.
 * Belongs to the wire thread.
 */
class ReusePolicy {
 public:
  /** A close within this time after a response is the server's habit, not an idle timeout, ns. */
  static constexpr int64_t kSoonNs = 5'000'000;

  /** @param reuses false: each connection carries one request from the start */
  explicit ReusePolicy(bool reuses) : is_single_use_(!reuses) {}

  /** Each connection carries one request. */
  bool is_single_use() const noexcept { return is_single_use_; }

  /** Whether a connection that was idle for `rested_for_ns` may carry a request. */
  bool may_use(bool has_served, int64_t rested_for_ns) const noexcept {
    return !(is_single_use_ && has_served) && rested_for_ns < longest_rest_ns_;
  }

  /** From now on each connection carries one request. */
  void serve_once() noexcept { is_single_use_ = true; }

  /** A request sent `rested_for_ns` after the last response met the server's close. */
  void lost_after(int64_t rested_for_ns) noexcept {
    if (rested_for_ns < kSoonNs) {
      is_single_use_ = true;
    } else {
      // A quarter is left for the network and for inexact timers.
      longest_rest_ns_ = std::min(longest_rest_ns_, rested_for_ns / 4 * 3);
    }
  }

  /** The server closed a connection `rested_for_ns` after its response, and no request met the close. */
  void ended_after(int64_t rested_for_ns) noexcept {
    if (rested_for_ns < kSoonNs) is_single_use_ = true;
  }

 private:
  bool is_single_use_;
  int64_t longest_rest_ns_ = kNever;
};

}  // namespace loadcell
