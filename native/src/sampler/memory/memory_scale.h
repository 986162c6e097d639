#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/fd.h"
#include "base/published.h"
#include "base/thread.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/** Memory of a tree with each shared page counted once: proportional size, swap and huge pages. */
struct Weight {
  /** When the reading began; NaN before the first. */
  double at_ns = kNotMeasured;
  double bytes = kNotMeasured;
  /** Processes whose proportional size may not be read: `bytes` includes their RSS instead. */
  uint64_t estimated = 0;
  uint64_t readings = 0;
  /** Largest reading so far. */
  double peak_bytes = kNotMeasured;
  double peak_at_ns = kNotMeasured;
};

/**
 * Reads the proportional size of all processes of a table (/proc/PID/smaps_rollup) on request. A reading takes up to 30 ms
 * per GiB, so it runs on a separate thread and for a bounded share of the time. `request` is for the sampling thread.
 */
class MemoryScale {
 public:
  explicit MemoryScale(const ProcessTable& table);

  void run(Thread& thread) noexcept;

  /** Requests a reading that begins after this call. Requests before it begins are merged. */
  void request() noexcept;

  Weight weight() const noexcept { return published_.read(); }

 private:
  struct Reading {
    double bytes = 0;
    uint64_t estimated = 0;
    /** Whether no process began or ended during the reading, which would change the shares of pages. */
    bool is_stable = true;
  };

  Reading read_all();
  void weigh(double at_ns);

  const ProcessTable& table_;
  /** An eventfd, readable when a reading is requested. */
  const Fd requested_;
  std::atomic<bool> is_requested_{false};
  std::vector<char> buffer_;
  Weight weight_;
  Published<Weight> published_;
};

}  // namespace loadcell
