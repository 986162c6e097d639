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

/** Totals of the sampling thread and of all processes together. Timestamps that never happened are NaN. */
struct SamplerTotals {
  double started_at_ns = kNotMeasured;
  /** Last tick. */
  double last_at_ns = kNotMeasured;
  /** When the end of the last process was first seen. */
  double exited_at_ns = kNotMeasured;
  uint64_t ticks = 0;
  uint64_t late_ticks = 0;
  uint64_t missed_ticks = 0;
  /** Samples taken, including dropped ones. */
  uint64_t samples = 0;
  uint64_t dropped_samples = 0;
  uint64_t read_errors = 0;
  double max_lateness_ns = kNotMeasured;
  /** Current interval between deadlines, and the longest. */
  double period_ns = kNotMeasured;
  double longest_period_ns = kNotMeasured;
  uint64_t rate_reductions = 0;
  /** Maximum CPU time of a tick when the budget lowered the rate; 0 when it never did. */
  double costliest_tick_ns = 0;
  /** Time at a rate below the requested one. */
  double slowed_ns = 0;
  /** RSS and huge pages of all processes; shared pages count in each process, a shared address space counts once. */
  ColumnTotals rss;
  ColumnTotals anon;
  /** CPU time of the processes while they were sampled, without children that were not. */
  double cpu_ns = kNotMeasured;
  GuardTotals guard;
};

/** Memory that RSS does not include, as last read by the survey, bytes. */
struct BeyondResident {
  double hugetlb_bytes = 0;
  double swap_bytes = 0;
  /** Resident, huge and swapped pages of the largest process. */
  double largest_bytes = 0;
};

/** Setup of the sampling thread. */
struct HotSetup {
  int64_t period_ns;
  /** Share of a core that the thread may use; infinite for no budget. */
  double cpu_share;
  GuardLimits guard;
  /** Whether sampling ends with the last process. */
  bool ends_with_processes;
  /** Samples RSS only, without the CPU clock of each process. */
  bool memory_only;
  /** Whether the proportional size of a tree is read periodically and at new peaks. */
  bool weighs;
};

/**
 * The work of the sampling thread: at each deadline it reads every process, updates the totals, checks the limits and writes
 * the ring. After the first tick it allocates, locks and logs nothing.
 *
 * Threads: constructed by the owner; `run` belongs to the sampling thread; any thread may call the rest.
 */
class HotLoop {
 public:
  /** `ring_memory` holds `ring_bytes(ring_slots, sizeof(Record))` bytes and outlives the loop. `heap` and `scale` may be null. */
  HotLoop(const HotSetup& setup, PointerQueue<TrackedProcess>& arrivals, size_t most_processes,
          void* ring_memory, uint32_t ring_slots, HeapSource* heap, MemoryScale* scale);

  void run(Thread& thread) noexcept;

  /** Called by the survey's thread. */
  void set_beyond_resident(const BeyondResident& beyond) noexcept { beyond_.write(beyond); }

  /** Whether all processes have ended; `run` has then ended too. */
  bool has_ended() const noexcept { return ended_.load(std::memory_order_acquire); }
  SamplerTotals totals() const noexcept { return published_.read(); }
  const LogHistogram& lateness() const noexcept { return lateness_; }
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  /** Sums of one tick over all processes. */
  struct TickSum {
    double rss_bytes = 0;
    double anon_bytes = 0;
    double largest_bytes = 0;
    uint64_t rows = 0;
    bool complete = true;
  };

  /** Lets the budget check the CPU clock and applies its period. */
  void look(RateBudget& budget, Schedule& schedule, int64_t at_ns) noexcept;
  void take_arrivals() noexcept;
  void tick(double at_ns, double lateness_ns) noexcept;
  /** Samples one process. False when it is gone. */
  bool sample(HotProcess& hot, bool with_cpu, double at_ns, double lateness_ns,
              TickSum& sum) noexcept;
  /** Whether the memory of a process counts in another one with the same address space. */
  bool is_counted_elsewhere(HotProcess& hot) noexcept;
  /** Requests the proportional size when it is due. */
  void weigh(double at_ns, double most_bytes, uint64_t processes) noexcept;
  /** Records why there is no sample of a process. False when it is gone. */
  bool note_unreadable(HotProcess& hot, Statm::Status status, double at_ns, TickSum& sum) noexcept;
  /** Whether the process at this index has its turn: its CPU clock is read and its totals are published. */
  bool has_turn_at(size_t place) const noexcept;
  /** Publishes the totals of a process. */
  static void show(HotProcess& hot) noexcept;
  /** Takes the last values of a process that has ended. */
  void part_with(HotProcess& hot, double at_ns) noexcept;
  void add_cpu(TrackedProcess& process, double at_ns, double cpu_ns) noexcept;

  const HotSetup setup_;
  PointerQueue<TrackedProcess>& arrivals_;
  RingWriter<Record> ring_;
  const size_t ring_offset_bytes_;
  HeapSource* const heap_;
  MemoryScale* const scale_;
  MemoryGuard guard_;
  /** Live processes; never exceeds the reserved capacity. */
  std::vector<TrackedProcess*> active_;
  /** The same, in the same order. */
  std::vector<HotProcess> hot_;
  /** Ticks in which every process has its turn once. */
  size_t turns_ = 1;
  /** Used by the sampling thread only; readers use `published_`. */
  SamplerTotals totals_;
  Published<SamplerTotals> published_;
  LogHistogram lateness_;
  Published<BeyondResident> beyond_;
  /** When the proportional size was last requested, and the sum then. */
  double weighed_at_ns_ = kNotMeasured;
  double weighed_bytes_ = 0;
  std::atomic<bool> ended_{false};
};

}  // namespace loadcell
