#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/fd.h"
#include "base/published.h"
#include "base/thread.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/** Memory of a whole tree with each shared page counted once: proportional size, swap and huge pages. */
struct Weight {
  /** When the reading began; NaN before the first. */
  double at_ns = kNotMeasured;
  double bytes = kNotMeasured;
  /** Processes whose proportional size may not be read: their resident size is in `bytes` instead. */
  uint64_t estimated = 0;
  uint64_t readings = 0;
  /** The largest so far. */
  double peak_bytes = kNotMeasured;
  double peak_at_ns = kNotMeasured;
};

/**
 * Reads the proportional size of all processes of a table (/proc/PID/smaps_rollup) when it is asked to: up to 30 ms for each GiB, so
 * on a thread of its own and in a bounded share of the time. `request` is for the sampling thread.
 */
class MemoryScale {
 public:
  explicit MemoryScale(const ProcessTable& table);

  void run(Thread& thread) noexcept;

  /** Asks for a reading that begins after this call. One that is asked for again meanwhile is one reading. */
  void request() noexcept;

  Weight weight() const noexcept { return published_.read(); }

 private:
  struct Reading {
    double bytes = 0;
    uint64_t estimated = 0;
    /** Whether no process was born or ended meanwhile: pages change their share then. */
    bool is_stable = true;
  };

  Reading read_all();
  void weigh(double at_ns);

  const ProcessTable& table_;
  /** An eventfd: what is requested. */
  const Fd requested_;
  std::atomic<bool> is_requested_{false};
  std::vector<char> buffer_;
  Weight weight_;
  Published<Weight> published_;
};

}  // namespace loadcell
