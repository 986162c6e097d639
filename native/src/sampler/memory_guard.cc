#include "sampler/memory_guard.h"

#include <unistd.h>

#include <cmath>

namespace loadcell {

void MemoryGuard::check(double at_ns, double total_bytes,
                        std::span<TrackedProcess* const> processes) noexcept {
  if (total_bytes > limits_.soft_bytes && std::isnan(totals_.soft_at_ns)) {
    totals_.soft_at_ns = at_ns;
    totals_.soft_bytes = total_bytes;
    raise_to(GuardLevel::kSoft);
  }
  if (total_bytes > limits_.hard_bytes && std::isnan(totals_.hard_at_ns)) {
    totals_.hard_at_ns = at_ns;
    totals_.hard_bytes = total_bytes;
    raise_to(GuardLevel::kHard);
  }
  if (std::isnan(totals_.hard_at_ns) || limits_.stop_signal == 0) return;
  // Every tick from then on: a process that is found later belongs to the same tree.
  for (TrackedProcess* process : processes) {
    if (process->signalled) continue;
    process->signalled = true;
    if (stop(process->handle)) ++totals_.signalled;
  }
}

bool MemoryGuard::stop(const ProcessHandle& process) const noexcept {
  // A cgroup or the tree of an ancestor may hold this very process, or lead its group: who guards must live to tell.
  const pid_t pid = process.identity().pid;
  if (pid == getpid()) return false;
  const bool reached_group = pid != getpgrp() && process.signal_group(limits_.stop_signal);
  return process.signal(limits_.stop_signal) || reached_group;
}

void MemoryGuard::raise_to(GuardLevel level) noexcept {
  const auto value = static_cast<uint32_t>(level);
  if (flag_.load(std::memory_order_relaxed) < value) flag_.store(value, std::memory_order_release);
}

}  // namespace loadcell
