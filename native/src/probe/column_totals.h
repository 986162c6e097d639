#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "probe/probe.h"

namespace loadcell {

/** The exact account of one column over all its samples, those included that found the ring full. */
struct ColumnTotals {
  uint64_t count = 0;
  double first = kNotMeasured;
  double last = kNotMeasured;
  double peak = kNotMeasured;
  double peak_at_ns = kNotMeasured;
  double lowest = kNotMeasured;
  /** Integral over time by the trapezoid rule, and the time it covers. */
  double area = 0;
  double span_ns = 0;
  /** Of the last value; NaN after a gap. */
  double last_at_ns = kNotMeasured;

  /** A NaN is a gap: it counts in nothing, and no time passes over it. */
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

  /** As `add` of the last value, so many times, the last of them at `at_ns`. There is a last value. */
  void hold(double at_ns, uint64_t times) noexcept {
    const double step_ns = at_ns - last_at_ns;
    area += step_ns * last;
    span_ns += step_ns;
    last_at_ns = at_ns;
    count += times;
  }

  /** Weighted by time; of a single sample, its value. */
  double average() const noexcept { return span_ns > 0 ? area / span_ns : last; }
};

/** The account of every column of one kind of record. */
struct RecordTotals {
  std::array<ColumnTotals, kRecordValues> columns;

  void add(double at_ns, const ProbeValues& values) noexcept {
    for (size_t i = 0; i < columns.size(); ++i) columns[i].add(at_ns, values[i]);
  }
};

}  // namespace loadcell
