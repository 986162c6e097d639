#include <cmath>
#include <thread>

#include "base/log_histogram.h"
#include "base/published.h"
#include "harness.h"
#include "probe/column_totals.h"

using namespace loadcell;

TEST("an average weights values by their duration") {
  ColumnTotals column;
  column.add(0, 10);
  column.add(10, 10);
  column.add(11, 30);
  CHECK_EQUAL(column.average(), (10 * 10 + 1 * 20) / 11.0);
}

TEST("the average of one sample is its value") {
  ColumnTotals column;
  column.add(5, 42);
  CHECK_EQUAL(column.average(), 42.0);
}

TEST("a peak keeps the first time at which it was reached") {
  ColumnTotals column;
  column.add(1, 5);
  column.add(2, 9);
  column.add(3, 9);
  column.add(4, 7);
  CHECK_EQUAL(column.peak, 9.0);
  CHECK_EQUAL(column.peak_at_ns, 2.0);
  CHECK_EQUAL(column.first, 5.0);
  CHECK_EQUAL(column.last, 7.0);
  CHECK_EQUAL(column.lowest, 5.0);
}

TEST("a gap is not counted, and averages skip it") {
  ColumnTotals column;
  column.add(0, 10);
  column.add(10, 10);
  column.add(20, kNotMeasured);
  column.add(1000, 90);
  column.add(1010, 90);
  CHECK_EQUAL(column.count, 4U);
  CHECK_EQUAL(column.average(), 50.0);
}

TEST("without measurements every value is NaN") {
  const ColumnTotals column;
  CHECK(std::isnan(column.peak) && std::isnan(column.average()));
}

TEST("quantiles are within a thirty-second of the value") {
  LogHistogram histogram;
  for (int64_t value = 1; value <= 100'000; ++value) histogram.add(value);
  for (const double q : {0.01, 0.5, 0.9, 0.99, 1.0}) {
    const double exact = q * 100'000;
    CHECK(std::abs(histogram.quantile_ns(q) - exact) <= exact / 32 + 1);
  }
}

TEST("a histogram accepts extreme values") {
  LogHistogram histogram;
  CHECK_EQUAL(histogram.quantile_ns(0.5), -1.0);
  histogram.add(-5);
  CHECK_EQUAL(histogram.quantile_ns(0.5), 0.0);
  histogram.add(INT64_MAX);
  CHECK(histogram.quantile_ns(1.0) > 1e12);
}

namespace {
struct Pair {
  uint64_t one = 0;
  uint64_t twice = 0;
  uint64_t more[14] = {};
};
}  // namespace

TEST("a published value is read whole while another thread writes it") {
  Published<Pair> published;
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (uint64_t i = 1; i <= 200'000; ++i) {
      Pair pair{.one = i, .twice = 2 * i};
      for (auto& value : pair.more) value = i;
      published.write(pair);
    }
    done.store(true);
  });
  bool whole = true;
  while (!done.load()) {
    const Pair pair = published.read();
    whole = whole && pair.twice == 2 * pair.one && pair.more[13] == pair.one;
  }
  writer.join();
  CHECK(whole);
  CHECK_EQUAL(published.read().one, 200'000U);
}
