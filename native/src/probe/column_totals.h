#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "probe/probe.h"

namespace loadcell {

/** Exact totals of one column over all samples, including those dropped because the ring was full. */
struct ColumnTotals {
  uint64_t count = 0;
  double first = kNotMeasured;
  double last = kNotMeasured;
  double peak = kNotMeasured;
  double peak_at_ns = kNotMeasured;
  double lowest = kNotMeasured;
  /** Integral over time by the trapezoidal rule, and the time it covers. */
  double area = 0;
  double span_ns = 0;
  /** Time of the last value; NaN after a gap. */
  double last_at_ns = kNotMeasured;

  /** NaN is a gap: it is not counted, and the average skips the time around it. */
  void add(double at_ns, double value) noexcept {
    if (std::isnan(value)) {
      last_at_ns = kNotMeasured;
      return;
    }
    if (count == 0) {
      first = value;
      lowest = value;
    }
    if (!(value <= peak)) {
      peak = value;
      peak_at_ns = at_ns;
    }
    if (value < lowest) lowest = value;
    if (!std::isnan(last_at_ns)) {
      const double step_ns = at_ns - last_at_ns;
      area += step_ns * (last + value) / 2;
      span_ns += step_ns;
    }
    last = value;
    last_at_ns = at_ns;
    ++count;
  }

  /** Equivalent to adding the last value `times` times, the last time at `at_ns`. Requires a last value. */
  void hold(double at_ns, uint64_t times) noexcept {
    const double step_ns = at_ns - last_at_ns;
    area += step_ns * last;
    span_ns += step_ns;
    last_at_ns = at_ns;
    count += times;
  }

  /** Time-weighted average; the value itself for a single sample. */
  double average() const noexcept { return span_ns > 0 ? area / span_ns : last; }
};

/** Totals of every column of one kind of record. */
struct RecordTotals {
  std::array<ColumnTotals, kRecordValues> columns;

  void add(double at_ns, const ProbeValues& values) noexcept {
    for (size_t i = 0; i < columns.size(); ++i) columns[i].add(at_ns, values[i]);
  }
};

}  // namespace loadcell
