#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/log_histogram.h"
#include "base/published.h"
#include "base/ring.h"
#include "base/schedule.h"
#include "base/thread.h"
#include "probe/v8/heap_source.h"
#include "sampler/hot/hot_process.h"
#include "sampler/hot/rate_budget.h"
#include "sampler/memory/memory_guard.h"
#include "sampler/tree/process_table.h"
#include "sampler/tree/tracked_process.h"

namespace loadcell {

/** The sampling thread's account of itself and of all processes together. Stamps that never happened are NaN. */
struct SamplerTotals {
  double started_at_ns = kNotMeasured;
  /** Of the last tick. */
  double last_at_ns = kNotMeasured;
  /** When the last process was first seen to be gone. */
  double exited_at_ns = kNotMeasured;
  uint64_t ticks = 0;
  uint64_t late_ticks = 0;
  uint64_t missed_ticks = 0;
  /** Rows taken, the dropped ones included. */
  uint64_t samples = 0;
  uint64_t dropped_samples = 0;
  uint64_t read_errors = 0;
  double max_lateness_ns = kNotMeasured;
  /** Deadlines are so far apart now, and were at most. */
  double period_ns = kNotMeasured;
  double longest_period_ns = kNotMeasured;
  uint64_t rate_reductions = 0;
  /** CPU time of a tick when the budget lowered the rate, the largest; 0 when it never did. */
  double costliest_tick_ns = 0;
  /** Time at a rate below the one asked for. */
  double slowed_ns = 0;
  /** Resident and huge pages of all processes together; what several map counts once for each, one address space once. */
  ColumnTotals rss;
  ColumnTotals anon;
  /** CPU time that they used while they were sampled; without that of children that were not. */
  double cpu_ns = kNotMeasured;
  GuardTotals guard;
};

/** What is not in a resident size, as the survey last read it, bytes. */
struct BeyondResident {
  double hugetlb_bytes = 0;
  double swap_bytes = 0;
  /** Resident, huge and swapped pages of the process that has most of them. */
  double largest_bytes = 0;
};

/** What the sampling thread is made of. */
struct HotSetup {
  int64_t period_ns;
  /** Share of a core that the thread may use; infinite for no budget. */
  double cpu_share;
  GuardLimits guard;
  /** Whether sampling ends with the last process. */
  bool ends_with_processes;
  /** Resident sizes only, without the CPU clock of each process. */
  bool memory_only;
  /** Whether the proportional size of a tree is read now and then, and when it reaches a new peak. */
  bool weighs;
};

/**
 * What the sampling thread does: at each deadline it reads every process, keeps the totals, guards the limits and
 * writes the ring. After the first tick it allocates, locks and logs nothing.
 *
 * Threads: made by the owner; `run` belongs to the sampling thread; the rest may be called by any.
 */
class HotLoop {
 public:
  /** `ring_memory` holds `ring_bytes(ring_slots, sizeof(Record))` bytes and outlives the loop. `heap` and `scale` may be null. */
  HotLoop(const HotSetup& setup, PointerQueue<TrackedProcess>& arrivals, size_t most_processes,
          void* ring_memory, uint32_t ring_slots, HeapSource* heap, MemoryScale* scale);

  void run(Thread& thread) noexcept;

  /** Called by the thread of the survey. */
  void set_beyond_resident(const BeyondResident& beyond) noexcept { beyond_.write(beyond); }

  /** Whether the processes were seen to end; `run` has then ended too. */
  bool has_ended() const noexcept { return ended_.load(std::memory_order_acquire); }
  SamplerTotals totals() const noexcept { return published_.read(); }
  const LogHistogram& lateness() const noexcept { return lateness_; }
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  /** What one tick saw of all processes together. */
  struct TickSum {
    double rss_bytes = 0;
    double anon_bytes = 0;
    double largest_bytes = 0;
    uint64_t rows = 0;
    bool complete = true;
  };

  /** Has the budget look at the CPU clock, and follows it. */
  void look(RateBudget& budget, Schedule& schedule, int64_t at_ns) noexcept;
  void take_arrivals() noexcept;
  void tick(double at_ns, double lateness_ns) noexcept;
  /** Samples one process. False when it is gone. */
  bool sample(HotProcess& hot, bool with_cpu, double at_ns, double lateness_ns,
              TickSum& sum) noexcept;
  /** Whether the memory of a process counts as that of another, with which it has one address space. */
  bool is_counted_elsewhere(HotProcess& hot) noexcept;
  /** Asks for the proportional size where it is due. */
  void weigh(double at_ns, double most_bytes, uint64_t processes) noexcept;
  /** Notes why there is no sample of a process. False when it is gone. */
  bool note_unreadable(HotProcess& hot, Statm::Status status, double at_ns, TickSum& sum) noexcept;
  /** Whether it is the turn of the process at this place: its CPU clock is read, and its account shown. */
  bool has_turn_at(size_t place) const noexcept;
  /** Shows the account of a process to readers. */
  static void show(HotProcess& hot) noexcept;
  /** The last figures of a process that is going. */
  void part_with(HotProcess& hot, double at_ns) noexcept;
  void add_cpu(TrackedProcess& process, double at_ns, double cpu_ns) noexcept;

  const HotSetup setup_;
  PointerQueue<TrackedProcess>& arrivals_;
  RingWriter<Record> ring_;
  const size_t ring_offset_bytes_;
  HeapSource* const heap_;
  MemoryScale* const scale_;
  MemoryGuard guard_;
  /** Live processes; never grows beyond what was reserved. */
  std::vector<TrackedProcess*> active_;
  /** The same, in the same order. */
  std::vector<HotProcess> hot_;
  /** Ticks in which every process has its turn once. */
  size_t turns_ = 1;
  /** Only the sampling thread has it; readers have `published_`. */
  SamplerTotals totals_;
  Published<SamplerTotals> published_;
  LogHistogram lateness_;
  Published<BeyondResident> beyond_;
  /** When the proportional size was requested last, and what the sum was. */
  double weighed_at_ns_ = kNotMeasured;
  double weighed_bytes_ = 0;
  std::atomic<bool> ended_{false};
};

}  // namespace loadcell
