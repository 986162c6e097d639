#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/fd.h"

namespace loadcell {

/**
 * Waits for file descriptors and for a deadline, to the precision of the kernel's finest timers.
 * Any thread may call `wake`; everything else belongs to the thread that waits.
 */
class Poller {
 public:
  static constexpr size_t kBatch = 256;

  /** @throws Error POLLER when the system has no descriptor left */
  Poller();

  /** Reports `events` (edge-triggered) of `fd` with `data`, until it is closed. False: the kernel refused. */
  bool add(int fd, uint32_t events, void* data) noexcept;

  /**
   * Waits until an event arrives, `deadline_ns` (CLOCK_MONOTONIC) passes, or `wake` is called. It may return early
   * without events: check the clock. The result is valid until the next call.
   */
  std::span<const epoll_event> wait_until(int64_t deadline_ns) noexcept;

  /** Whether the process was stopped and continued during the last wait. */
  bool was_stopped() const noexcept { return was_stopped_; }

  /** Ends the current wait, or the next one. Called by any thread. */
  void wake() noexcept;

 private:
  int wait(int64_t timeout_ns) noexcept;

  Fd epoll_;
  Fd bell_;
  /** Kernels before 5.11 do not have epoll_pwait2, and some containers forbid it. */
  bool has_precise_wait_ = true;
  bool was_stopped_ = false;
  std::array<epoll_event, kBatch> events_{};
};

}  // namespace loadcell
