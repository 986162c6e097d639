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
    return realtime_ns == 0 ? 0 : map_.map_between(realtime_ns, sent_ns, now_ns);
  }

 private:
  RealtimeMap map_;
};

}  // namespace loadcell
