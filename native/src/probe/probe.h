#pragma once

#include <array>
#include <cstdint>

#include "probe/record.h"

namespace loadcell {

/** What a probe reads at once, in the order of its columns. */
using ProbeValues = std::array<double, kRecordValues>;

/** A probe that has read nothing. */
constexpr ProbeValues kNoValues = {kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured,
                                   kNotMeasured};

/**
 * One source of numbers. Made on any thread, then read by one. Reading allocates nothing and does not wait; a source
 * that may block (a driver) is read on a thread that nothing else depends on.
 */
class Probe {
 public:
  Probe() = default;
  virtual ~Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /** Names the columns. */
  virtual RecordKind kind() const noexcept = 0;

  /** Which of several alike: a device, a {@link PressureSource}. */
  virtual uint16_t source() const noexcept { return 0; }

  /** The values now; NaN in each column that could not be read. */
  virtual ProbeValues read() noexcept = 0;

  /** Whether there are more rows of this moment, which `read` then gives, each with its kind and source. */
  virtual bool has_more() const noexcept { return false; }
};

}  // namespace loadcell
