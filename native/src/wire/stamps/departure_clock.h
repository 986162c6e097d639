#pragma once

#include <cstdint>

#include "wire/stamps/realtime_map.h"

namespace loadcell {

/** Turns the kernel's timestamps of departures into CLOCK_MONOTONIC. Belongs to the wire thread. */
class DepartureClock {
 public:
  /** Bytes are about to be passed to a socket: a step of the wall clock from now on is seen. */
  void begin(int64_t now_ns) noexcept { map_.refresh(now_ns); }

  /**
   * 0: it cannot be known, since the wall clock was stepped, or cannot be true.
   * @param sent_ns when the bytes were about to be passed to the socket
   * @param realtime_ns of the kernel
   * @param now_ns just read
   */
  int64_t departed_ns(int64_t sent_ns, int64_t realtime_ns, int64_t now_ns) noexcept {
    if (realtime_ns == 0 || !map_.refresh(now_ns) || !map_.is_certain_since(sent_ns)) return 0;
    const int64_t departed_ns = map_.to_monotonic(realtime_ns);
    const bool is_possible =
        departed_ns >= sent_ns - kToleranceNs && departed_ns <= now_ns + kToleranceNs;
    return is_possible ? departed_ns : 0;
  }

 private:
  /** The difference of the clocks is read to within this. */
  static constexpr int64_t kToleranceNs = 3'000;

  RealtimeMap map_;
};

}  // namespace loadcell
