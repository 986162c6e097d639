#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/log_histogram.h"
#include "base/published.h"
#include "base/ring.h"
#include "base/thread.h"
#include "probe/linux/process_handle.h"
#include "sampler/column_totals.h"
#include "sampler/record.h"

namespace loadcell {

/** The sampler's account of itself and of what it saw. Stamps that never happened are NaN. */
struct SamplerTotals {
  double started_at_ns = kNotMeasured;
  /** Of the last tick. */
  double last_at_ns = kNotMeasured;
  /** When the process was first seen to be gone; never a sample of 0 bytes. */
  double exited_at_ns = kNotMeasured;
  uint64_t ticks = 0;
  uint64_t late_ticks = 0;
  uint64_t missed_ticks = 0;
  /** Rows taken, the dropped ones included. */
  uint64_t samples = 0;
  uint64_t dropped_samples = 0;
  uint64_t read_errors = 0;
  double max_lateness_ns = kNotMeasured;
  ColumnTotals rss;
};

/**
 * Samples the memory of a process at a fixed rate from a thread of its own.
 *
 * Threads: the owner constructs, starts, stops and destroys. `totals`, `cpu_ns` and `lateness_ns` may be called by
 * any thread that the owner lets in. Only the sampling thread writes the ring; after `start` it allocates, locks and
 * logs nothing.
 */
class Sampler {
 public:
  /** `ring_memory` holds `ring_bytes(ring_slots, sizeof(Record))` bytes and outlives the sampler. */
  Sampler(ProcessHandle process, int64_t period_ns, void* ring_memory, uint32_t ring_slots);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /** The first tick is at once. A second call does nothing, nor does a call after `stop`. @throws Error THREAD */
  void start();

  /** Ends the thread and waits for it, at most 20 ms. May be called at any time and again. */
  void stop() noexcept;

  /** Whether the process was seen to end; sampling has then ended too. */
  bool has_exited() const noexcept { return exited_.load(std::memory_order_acquire); }

  SamplerTotals totals() const noexcept { return totals_.read(); }

  /** Nearest-rank quantile of how late ticks were, or -1 before the first. */
  double lateness_ns(double quantile) const noexcept { return lateness_.quantile_ns(quantile); }

  /** CPU time of the sampling thread; 0 before it started. */
  int64_t cpu_ns() const noexcept { return thread_ ? thread_->cpu_ns() : 0; }

  /** Where in the given memory the ring begins. */
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  void run(Thread& thread) noexcept;
  /** Takes one sample. False when the process has ended. */
  bool tick(double at_ns, double lateness_ns, SamplerTotals& totals) noexcept;

  const ProcessHandle process_;
  const int64_t period_ns_;
  RingWriter<Record> ring_;
  const size_t ring_offset_bytes_;
  Published<SamplerTotals> totals_;
  LogHistogram lateness_;
  std::atomic<bool> exited_{false};
  bool stopped_ = false;
  /** Last, so that it is joined before anything that it uses goes. */
  std::unique_ptr<Thread> thread_;
};

}  // namespace loadcell
