#pragma once

#include <cmath>
#include <cstdint>

#include "probe/linux/process/process_handle.h"
#include "sampler/tree/tracked_process.h"

namespace loadcell {

/**
 * What every tick touches of one process, in one cache line; those of a tree are contiguous. Most processes have the same
 * size as at the last tick: equal samples are only counted here, and carried over to the totals when the size changes or
 * before readers see them. Used by the sampling thread.
 */
class alignas(64) HotProcess {
 public:
  explicit HotProcess(TrackedProcess& process) noexcept
      : process_(&process),
        statm_(process.handle.statm_file()),
        pid_(process.handle.identity().pid),
        shares_memory_with_(process.shares_memory_with) {}

  TrackedProcess& process() const noexcept { return *process_; }
  pid_t pid() const noexcept { return pid_; }

  /** The process with the same address space whose memory counts for both; 0 for none. */
  pid_t shares_memory_with() const noexcept { return shares_memory_with_; }

  void share_memory_with(pid_t other) noexcept {
    shares_memory_with_ = other;
    process_->is_counted_elsewhere.store(other != 0, std::memory_order_relaxed);
  }

  /** Its memory, read from any of its living threads. */
  Statm read_statm() noexcept {
    const Statm statm = statm_.read();
    if (statm.status != Statm::Status::kNoMemory || process_->handle.has_exited()) return statm;
    if (!process_->handle.follow_living_thread()) return statm;
    statm_ = process_->handle.statm_file();
    return statm_.read();
  }

  /** Whether the last sample is missing: there is none yet, or a gap. */
  bool was_unreadable() const noexcept { return std::isnan(rss_bytes_); }

  /** Adds a sample. */
  void add(double at_ns, double rss_bytes, double shared_bytes) noexcept {
    // Both are NaN before the first sample and after a gap, and so never the same.
    if (rss_bytes == rss_bytes_ && shared_bytes == shared_bytes_) {
      last_at_ns_ = at_ns;
      ++same_count_;
      return;
    }
    carry_over();
    add_to_totals(at_ns, rss_bytes, shared_bytes);
    rss_bytes_ = rss_bytes;
    shared_bytes_ = shared_bytes;
  }

  /** Adds a gap: a sample was due and could not be taken. */
  void add_gap(double at_ns) noexcept {
    carry_over();
    add_to_totals(at_ns, kNotMeasured, kNotMeasured);
    rss_bytes_ = kNotMeasured;
    shared_bytes_ = kNotMeasured;
  }

  /** Brings the totals up to date. */
  void carry_over() noexcept {
    if (same_count_ == 0) return;
    ProcessTotals& totals = process_->working;
    totals.rss.hold(last_at_ns_, same_count_);
    totals.shared.hold(last_at_ns_, same_count_);
    totals.anon.hold(last_at_ns_, same_count_);
    same_count_ = 0;
  }

 private:
  void add_to_totals(double at_ns, double rss_bytes, double shared_bytes) noexcept {
    ProcessTotals& totals = process_->working;
    totals.rss.add(at_ns, rss_bytes);
    totals.shared.add(at_ns, shared_bytes);
    totals.anon.add(at_ns, rss_bytes - shared_bytes);
  }

  TrackedProcess* process_;
  StatmFile statm_;
  pid_t pid_;
  pid_t shares_memory_with_;
  /** Equal samples since the totals were brought up to date; the last one at `last_at_ns_`. */
  uint32_t same_count_ = 0;
  double last_at_ns_ = kNotMeasured;
  double rss_bytes_ = kNotMeasured;
  double shared_bytes_ = kNotMeasured;
};
static_assert(sizeof(HotProcess) == 64);

}  // namespace loadcell
