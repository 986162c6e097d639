#include "wire/stamps/arrival_clock.h"

#include "base/clock.h"
#include "harness.h"

using namespace loadcell;

namespace {

struct Rig {
  Rig() { wake_delay.open(); }

  /** A read whose last segment arrived `ago_ns` before it returned, by the kernel. */
  ReadStamp read(int64_t ago_ns) {
    // In this order, so that a pause between them never puts the arrival after the read.
    const int64_t realtime_ns = clock_ns(CLOCK_REALTIME) - ago_ns;
    return clock.stamp(after_ns, realtime_ns, monotonic_now_ns());
  }

  WireTotals totals;
  LogHistogram lateness;
  WakeDelay wake_delay;
  ArrivalClock clock{totals, lateness, wake_delay};
  const int64_t after_ns = monotonic_now_ns() - 1'000'000;
};

}  // namespace

TEST("a read has the time at which the kernel received its last segment") {
  Rig rig;
  const ReadStamp stamp = rig.read(400'000);
  CHECK(stamp.is_by_kernel);
  CHECK(stamp.arrived_ns >= stamp.after_ns && stamp.arrived_ns <= stamp.read_ns - 300'000);
  CHECK_EQUAL(rig.totals.kernel_stamped_reads, 1U);
  CHECK(rig.totals.max_read_lateness_ns >= 300'000);
  CHECK(rig.lateness.quantile_ns(1) >= 300'000);
  CHECK(stamp.longest_wait_ns >= 300'000 && stamp.longest_wait_ns < WakeDelay::kUnknownNs);
}

TEST("a read without a timestamp of the kernel has the time at which it returned") {
  Rig rig;
  const int64_t now_ns = monotonic_now_ns();
  const ReadStamp stamp = rig.clock.stamp(rig.after_ns, 0, now_ns);
  CHECK(!stamp.is_by_kernel);
  CHECK_EQUAL(stamp.arrived_ns, now_ns);
  CHECK_EQUAL(stamp.longest_wait_ns, WakeDelay::kUnknownNs);
  CHECK_EQUAL(rig.totals.thread_stamped_reads, 1U);
  CHECK_EQUAL(rig.totals.rejected_stamps, 0U);
}

TEST("a timestamp of the kernel that cannot be true is rejected") {
  Rig rig;
  // Bytes cannot arrive before those before them, nor after the read.
  for (const int64_t ago_ns : {int64_t{60'000'000'000}, int64_t{-60'000'000'000}}) {
    const ReadStamp stamp = rig.read(ago_ns);
    CHECK(!stamp.is_by_kernel);
    CHECK_EQUAL(stamp.arrived_ns, stamp.read_ns);
  }
  CHECK_EQUAL(rig.totals.rejected_stamps, 2U);
  CHECK_EQUAL(rig.totals.thread_stamped_reads, 2U);
  CHECK_EQUAL(rig.totals.kernel_stamped_reads, 0U);
}
