#include <unistd.h>

#include <cmath>
#include <random>

#include "harness.h"
#include "sampler/hot/hot_process.h"

using namespace loadcell;

namespace {

TrackedProcess track_self() { return {ProcessHandle::open("/proc", getpid()), 0, 0}; }

bool is_alike(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::abs(b);
}

void check_alike(const ColumnTotals& column, const ColumnTotals& expected) {
  CHECK_EQUAL(column.count, expected.count);
  CHECK(is_alike(column.first, expected.first));
  CHECK(is_alike(column.last, expected.last));
  CHECK(is_alike(column.peak, expected.peak));
  CHECK(is_alike(column.peak_at_ns, expected.peak_at_ns));
  CHECK(is_alike(column.lowest, expected.lowest));
  CHECK(is_alike(column.area, expected.area));
  CHECK(is_alike(column.span_ns, expected.span_ns));
  CHECK(is_alike(column.last_at_ns, expected.last_at_ns));
}

}  // namespace

TEST("counting equal samples gives the same totals as adding each one") {
  std::mt19937 random(7);
  const auto below = [&random](int most) {
    return std::uniform_int_distribution<int>(0, most - 1)(random);
  };
  TrackedProcess process = track_self();
  HotProcess hot(process);
  ProcessTotals expected;
  double rss_bytes = 8192;
  double shared_bytes = 4096;
  for (int tick = 0; tick < 5000; ++tick) {
    const double at_ns = 1e6 * tick + below(1000);
    const int kind = below(20);
    if (kind == 0) rss_bytes = 4096.0 * (2 + below(50));
    if (kind == 1) shared_bytes = 4096.0 * below(2);
    const bool is_gap = kind == 2;
    if (is_gap) {
      hot.add_gap(at_ns);
    } else {
      hot.add(at_ns, rss_bytes, shared_bytes);
    }
    const double gap = is_gap ? kNotMeasured : 0;
    expected.rss.add(at_ns, rss_bytes + gap);
    expected.shared.add(at_ns, shared_bytes + gap);
    expected.anon.add(at_ns, rss_bytes - shared_bytes + gap);
    if (kind == 3) hot.carry_over();
  }
  hot.carry_over();
  check_alike(process.working.rss, expected.rss);
  check_alike(process.working.shared, expected.shared);
  check_alike(process.working.anon, expected.anon);
}

TEST("totals lag by the equal samples until they are carried over") {
  TrackedProcess process = track_self();
  HotProcess hot(process);
  for (int tick = 0; tick < 4; ++tick) hot.add(tick, 8192, 4096);
  CHECK_EQUAL(process.working.rss.count, 1U);
  hot.carry_over();
  CHECK_EQUAL(process.working.rss.count, 4U);
  CHECK_EQUAL(process.working.anon.average(), 4096.0);
}

TEST("a process that could not be read counts as unreadable until it is read again") {
  TrackedProcess process = track_self();
  HotProcess hot(process);
  CHECK(hot.was_unreadable());
  hot.add(1, 8192, 4096);
  CHECK(!hot.was_unreadable());
  hot.add_gap(2);
  CHECK(hot.was_unreadable());
}
