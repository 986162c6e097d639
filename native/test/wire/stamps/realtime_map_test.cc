#include "wire/stamps/realtime_map.h"

#include "harness.h"

using namespace loadcell;

namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

}  // namespace

TEST("a realtime map reads the difference of the clocks") {
  RealtimeMap map;
  CHECK(!map.is_certain_since(0));
  const int64_t deadline_ns = monotonic_now_ns() + 60 * kSecondNs;
  // A busy machine may interrupt every attempt.
  while (!map.refresh(monotonic_now_ns())) CHECK(monotonic_now_ns() < deadline_ns);
  const int64_t before_ns = monotonic_now_ns();
  const int64_t mapped_ns = map.to_monotonic(clock_ns(CLOCK_REALTIME));
  const int64_t after_ns = monotonic_now_ns();
  // A microsecond is far above what two readings of the clocks differ by.
  CHECK(mapped_ns >= before_ns - 1'000 && mapped_ns <= after_ns + 1'000);
  CHECK(map.is_certain_since(before_ns));
  CHECK_EQUAL(map.steps(), 0U);
}

TEST("a realtime map notices a step of the wall clock, and what it cannot have mapped") {
  RealtimeMap map;
  map.note(100 * kSecondNs, kSecondNs);
  map.note(100 * kSecondNs + 400, 2 * kSecondNs);
  CHECK_EQUAL(map.steps(), 0U);
  CHECK(map.is_certain_since(kSecondNs));
  map.note(90 * kSecondNs, 3 * kSecondNs);
  CHECK_EQUAL(map.steps(), 1U);
  // The step was somewhere before the reading that shows it.
  CHECK(!map.is_certain_since(3 * kSecondNs));
  CHECK(map.is_certain_since(3 * kSecondNs + 1));
  CHECK_EQUAL(map.to_monotonic(95 * kSecondNs), 5 * kSecondNs);
}

TEST("a realtime map keeps its best reading, and tells a vague one from a step") {
  RealtimeMap map;
  map.note(100 * kSecondNs, kSecondNs, 9'000);
  map.note(100 * kSecondNs + 8'000, 2 * kSecondNs, 400);
  map.note(100 * kSecondNs + 1'000, 3 * kSecondNs, 8'000);
  CHECK_EQUAL(map.steps(), 0U);
  CHECK_EQUAL(map.to_monotonic(105 * kSecondNs + 8'000), 5 * kSecondNs);
  map.note(100 * kSecondNs + 30'000, 4 * kSecondNs, 8'000);
  CHECK_EQUAL(map.steps(), 1U);
}
