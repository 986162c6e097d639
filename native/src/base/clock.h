#pragma once

#include <cstdint>
#include <ctime>

namespace loadcell {

constexpr int64_t kNsPerSecond = 1'000'000'000;

/** Reads any clock, nanoseconds; -1 when the clock no longer exists (a CPU clock whose owner has ended). */
inline int64_t clock_ns(clockid_t clock) noexcept {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return -1;
  return static_cast<int64_t>(now.tv_sec) * kNsPerSecond + now.tv_nsec;
}

/** CLOCK_MONOTONIC nanoseconds: the clock of every timestamp, and of `process.hrtime` in JavaScript. */
inline int64_t monotonic_now_ns() noexcept { return clock_ns(CLOCK_MONOTONIC); }

/** CPU time used by the calling thread, nanoseconds. */
inline int64_t thread_cpu_ns() noexcept { return clock_ns(CLOCK_THREAD_CPUTIME_ID); }

}  // namespace loadcell
