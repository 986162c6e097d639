#include "base/schedule.h"

#include "harness.h"

using loadcell::Schedule;

TEST("a schedule that keeps up skips nothing") {
  Schedule schedule(1000, 100);
  CHECK_EQUAL(schedule.advance(1001), 0);
  CHECK_EQUAL(schedule.deadline_ns(), 1100);
  CHECK_EQUAL(schedule.advance(1199), 0);
  CHECK_EQUAL(schedule.deadline_ns(), 1200);
}

TEST("deadlines that have passed are skipped to the next future one and counted") {
  Schedule schedule(1000, 100);
  CHECK_EQUAL(schedule.advance(1350), 3);
  CHECK_EQUAL(schedule.deadline_ns(), 1400);
}

TEST("a deadline that is now counts as passed") {
  Schedule schedule(1000, 100);
  CHECK_EQUAL(schedule.advance(1100), 1);
  CHECK_EQUAL(schedule.deadline_ns(), 1200);
}

TEST("served and skipped deadlines add up to all deadlines of the elapsed time") {
  Schedule schedule(0, 7);
  int64_t served = 0;
  int64_t skipped = 0;
  for (int64_t now = 0; now < 10'000; now += 13) {
    if (schedule.deadline_ns() > now) continue;
    ++served;
    skipped += schedule.advance(now);
  }
  CHECK_EQUAL(served + skipped, schedule.deadline_ns() / 7);
}
