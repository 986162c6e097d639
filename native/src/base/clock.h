#pragma once

#include <cstdint>
#include <ctime>

namespace loadcell {

constexpr int64_t kNsPerSecond = 1'000'000'000;

/** Any clock as nanoseconds, or -1 when the clock is gone (a CPU clock whose owner ended). */
inline int64_t clock_ns(clockid_t clock) noexcept {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return -1;
  return static_cast<int64_t>(now.tv_sec) * kNsPerSecond + now.tv_nsec;
}

/** CLOCK_MONOTONIC nanoseconds: the clock of every stamp, and of `process.hrtime` in JavaScript. */
inline int64_t monotonic_now_ns() noexcept { return clock_ns(CLOCK_MONOTONIC); }

/** CPU time that the calling thread has used, nanoseconds. */
inline int64_t thread_cpu_ns() noexcept { return clock_ns(CLOCK_THREAD_CPUTIME_ID); }

}  // namespace loadcell
