#pragma once

#include <cstdint>

namespace loadcell {

/** What the values of a record are. The numbers are part of the layout that JavaScript reads. */
enum class RecordKind : uint16_t {
  /** values: resident bytes, shared bytes. */
  kProcessMemory = 1,
};

/** One row on the ring: 64 bytes, a cache line. A value that could not be read is NaN. */
struct Record {
  /** CLOCK_MONOTONIC; all rows of one tick bear the same stamp, taken before the first read. */
  double time_ns;
  /** How long after its deadline the tick began. */
  double lateness_ns;
  int32_t pid;
  uint16_t kind;
  uint16_t reserved;
  double values[5];
};
static_assert(sizeof(Record) == 64);

}  // namespace loadcell
