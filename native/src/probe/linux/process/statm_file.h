#pragma once

#include <cstdint>

namespace loadcell {

/** Resident memory of a process at one instant. */
struct Statm {
  enum class Status {
    kRunning,
    /** All zeros: the process has given up its memory and is on its way out, or a zombie. */
    kNoMemory,
    kGone,
    kUnreadable,
  };
  Status status;
  uint64_t resident_bytes;
  /** Of files and shared memory; the rest is anonymous. */
  uint64_t shared_bytes;
};

/** /proc/PID/statm, kept open by somebody who outlives this. A value. */
struct StatmFile {
  int fd = -1;
  uint32_t page_bytes = 0;

  /** 0.3 to 1.5 microseconds, whatever the size of the process. Any thread. */
  Statm read() const noexcept;
};

}  // namespace loadcell
