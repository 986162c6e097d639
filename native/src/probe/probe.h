#pragma once

#include <array>
#include <cstdint>

#include "probe/record.h"

namespace loadcell {

/** The values of one read of a probe, in column order. */
using ProbeValues = std::array<double, kRecordValues>;

/** The values when nothing could be read. */
constexpr ProbeValues kNoValues = {kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured,
                                   kNotMeasured};

/**
 * One source of numbers. Constructed on any thread, then read by one. Reading allocates nothing and does not wait; a source
 * that may block (a driver) is read on a thread that nothing else depends on.
 */
class Probe {
 public:
  Probe() = default;
  virtual ~Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /** Identifies the columns. */
  virtual RecordKind kind() const noexcept = 0;

  /** Which of several instances: a device, a {@link PressureSource}. */
  virtual uint16_t source() const noexcept { return 0; }

  /** The values now; NaN in each column that could not be read. */
  virtual ProbeValues read() noexcept = 0;

  /** Whether `read` has more rows for the current time, each with its kind and source. */
  virtual bool has_more() const noexcept { return false; }
};

}  // namespace loadcell
