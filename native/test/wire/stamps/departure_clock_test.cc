#include "wire/stamps/departure_clock.h"

#include "base/clock.h"
#include "harness.h"

using namespace loadcell;

namespace {

/** What the clock makes of a departure `ago_ns` before now, of bytes that were sent 1 ms ago. */
int64_t departed_before_now(DepartureClock& clock, int64_t ago_ns) {
  const int64_t realtime_ns = clock_ns(CLOCK_REALTIME) - ago_ns;
  const int64_t now_ns = monotonic_now_ns();
  const int64_t departed_ns = clock.departed_ns(now_ns - 1'000'000, realtime_ns, now_ns);
  return departed_ns == 0 ? -1 : now_ns - departed_ns;
}

}  // namespace

TEST("a departure has the time at which the kernel passed it on") {
  DepartureClock clock;
  clock.begin(monotonic_now_ns());
  const int64_t ago_ns = departed_before_now(clock, 400'000);
  // A pause between the two readings of the clocks makes it earlier, never later.
  CHECK(ago_ns >= 390'000 && ago_ns <= 1'003'000);
}

TEST("a departure that cannot be true is unknown, and so is one without a timestamp") {
  DepartureClock clock;
  clock.begin(monotonic_now_ns());
  // Bytes cannot leave before they are sent, nor after the timestamp was read.
  CHECK_EQUAL(departed_before_now(clock, 60'000'000'000), -1);
  CHECK_EQUAL(departed_before_now(clock, -60'000'000'000), -1);
  const int64_t now_ns = monotonic_now_ns();
  CHECK_EQUAL(clock.departed_ns(now_ns - 1'000'000, 0, now_ns), 0);
}
