#include "wire/stamps/wake_delay.h"

#include <sched.h>

#include <atomic>
#include <thread>

#include "base/clock.h"
#include "harness.h"

using namespace loadcell;

namespace {

constexpr int64_t kMillisecondNs = 1'000'000;
constexpr int64_t kLateNs = kMillisecondNs / 2;

/** Keeps the CPU that it is given busy until it goes out of scope. */
class BusyLoop {
 public:
  explicit BusyLoop(const cpu_set_t& cpu)
      : thread_([this, cpu] {
          sched_setaffinity(0, sizeof(cpu), &cpu);
          while (!ends_) {
          }
        }) {}
  ~BusyLoop() {
    ends_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace

TEST("bytes wait no longer for a prompt thread than it takes to handle its turns") {
  WakeDelay delay;
  delay.open();
  const int64_t now_ns = monotonic_now_ns();
  delay.begin_turn(now_ns, false);
  delay.end_turn(now_ns + 30'000);
  delay.begin_turn(now_ns + kMillisecondNs, false);
  // Sent while the turn before was handled, and read 20 us into this one.
  CHECK_EQUAL(delay.longest_wait_ns(5'000, now_ns + kMillisecondNs + 20'000), 50'000);
  CHECK_EQUAL(delay.longest_wait_ns(90'000, now_ns + kMillisecondNs + 20'000), 90'000);
}

TEST("how long bytes waited for a process that was stopped is not known") {
  WakeDelay delay;
  delay.open();
  const int64_t now_ns = monotonic_now_ns();
  delay.begin_turn(now_ns, true);
  CHECK_EQUAL(delay.longest_wait_ns(5'000, now_ns), WakeDelay::kUnknownNs);
  delay.begin_turn(now_ns, false);
  CHECK(delay.longest_wait_ns(5'000, now_ns) < WakeDelay::kUnknownNs);
}

TEST("the time that a thread waited for a CPU counts as wait of what a late read brought") {
  cpu_set_t allowed;
  CHECK_EQUAL(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
  cpu_set_t mine;
  CPU_ZERO(&mine);
  CPU_SET(sched_getcpu(), &mine);
  CHECK_EQUAL(sched_setaffinity(0, sizeof(mine), &mine), 0);
  WakeDelay delay;
  delay.open();
  int64_t wait_ns = 0;
  {
    const BusyLoop neighbor(mine);
    const int64_t deadline_ns = monotonic_now_ns() + 60'000 * kMillisecondNs;
    while (wait_ns < 2 * kMillisecondNs && monotonic_now_ns() < deadline_ns) {
      sched_yield();
      const int64_t now_ns = monotonic_now_ns();
      delay.begin_turn(now_ns, false);
      wait_ns = delay.longest_wait_ns(kLateNs, now_ns);
      delay.end_turn(now_ns);
    }
  }
  CHECK_EQUAL(sched_setaffinity(0, sizeof(allowed), &allowed), 0);
  CHECK(wait_ns >= 2 * kMillisecondNs);
}
