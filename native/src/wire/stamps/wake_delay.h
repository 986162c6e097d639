#pragma once

#include <cstdint>

#include "base/fd.h"

namespace loadcell {

/**
 * How long bytes may have waited for the thread that reads them. The kernel timestamps only the last segment of a read; those
 * before it arrived at most this long before the read. Belongs to that thread from `open` on.
 */
class WakeDelay {
 public:
  /** More than can be said: the process was stopped. */
  static constexpr int64_t kUnknownNs = INT64_MAX;

  /** The calling thread is the one that reads. */
  void open() noexcept;

  /** The thread has waited, and now handles what has arrived. */
  void begin_turn(int64_t now_ns, bool was_stopped) noexcept;

  /** The turn is over; the thread will wait. */
  void end_turn(int64_t now_ns) noexcept;

  /** @param lateness_ns from the arrival of the last segment to the read, which has just returned at `now_ns` */
  int64_t longest_wait_ns(int64_t lateness_ns, int64_t now_ns) noexcept;

 private:
  /** Time that the thread was ready to run and did not, since it began; -1 where the kernel does not count it. */
  int64_t read_queued_ns() const noexcept;

  Fd schedstat_;
  /** At `checked_ns_`. */
  int64_t queued_ns_ = 0;
  int64_t checked_ns_ = 0;
  int64_t began_ns_ = 0;
  /** How long the turn before took. */
  int64_t last_turn_ns_ = 0;
  /** Time in the run queue in this turn and just before; -1 until it is needed. */
  int64_t delay_ns_ = -1;
  bool was_stopped_ = false;
};

}  // namespace loadcell
