#pragma once

#include <algorithm>
#include <cstdint>

#include "base/log_histogram.h"
#include "wire/request/read_stamp.h"
#include "wire/stamps/realtime_map.h"
#include "wire/stamps/wake_delay.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Turns timestamps of the kernel into those of a read. Segments that wait together carry the newest timestamp, so it is exact
 * for the last event of a read and an upper bound for the others. Belongs to the wire thread.
 */
class ArrivalClock {
 public:
  ArrivalClock(WireTotals& totals, LogHistogram& lateness, WakeDelay& wake_delay)
      : totals_(totals), lateness_(lateness), wake_delay_(wake_delay) {}

  /**
   * @param after_ns what the read brought arrived after it
   * @param realtime_ns of the kernel, 0 where it gave none
   * @param now_ns the read has just returned
   */
  ReadStamp stamp(int64_t after_ns, int64_t realtime_ns, int64_t now_ns) noexcept {
    if (realtime_ns != 0) {
      const int64_t arrived_ns = map_.map_between(realtime_ns, after_ns, now_ns);
      totals_.clock_steps = map_.steps();
      if (arrived_ns != 0) {
        const int64_t kept_ns = std::clamp(arrived_ns, std::min(after_ns, now_ns), now_ns);
        ++totals_.kernel_stamped_reads;
        const int64_t late_ns = now_ns - kept_ns;
        lateness_.add(late_ns);
        totals_.max_read_lateness_ns = std::max(totals_.max_read_lateness_ns, late_ns);
        return {kept_ns, now_ns, after_ns, true, wake_delay_.longest_wait_ns(late_ns, now_ns)};
      }
      ++totals_.rejected_stamps;
    }
    ++totals_.thread_stamped_reads;
    return {now_ns, now_ns, after_ns, false, WakeDelay::kUnknownNs};
  }

 private:
  RealtimeMap map_;
  WireTotals& totals_;
  LogHistogram& lateness_;
  WakeDelay& wake_delay_;
};

}  // namespace loadcell
