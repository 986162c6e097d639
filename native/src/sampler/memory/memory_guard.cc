#include "sampler/memory/memory_guard.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace loadcell {

void MemoryGuard::check(double at_ns, const GuardedMemory& memory,
                        std::span<TrackedProcess* const> processes) noexcept {
  if (memory.most_bytes <= std::min(limits_.soft_bytes, limits_.hard_bytes)) {
    doubtful_since_ns_ = kNotMeasured;
  } else if (std::isnan(doubtful_since_ns_)) {
    doubtful_since_ns_ = at_ns;
  }
  const bool is_soft_open = std::isnan(totals_.soft.at_ns);
  if (is_soft_open && crosses(limits_.soft_bytes, at_ns, memory, totals_.soft)) {
    raise_to(GuardLevel::kSoft);
  }
  const bool is_hard_open = std::isnan(totals_.hard.at_ns);
  if (is_hard_open && crosses(limits_.hard_bytes, at_ns, memory, totals_.hard)) {
    raise_to(GuardLevel::kHard);
  }
  if (std::isnan(totals_.hard.at_ns) || limits_.stop_signal == 0) return;
  // At every tick from then on: a process found later belongs to the same tree.
  for (TrackedProcess* process : processes) {
    if (process->signalled) continue;
    process->signalled = true;
    if (stop(process->handle)) ++totals_.signalled;
  }
}

bool MemoryGuard::crosses(double limit_bytes, double at_ns, const GuardedMemory& memory,
                          GuardCrossing& crossing) noexcept {
  if (memory.most_bytes <= limit_bytes) return false;
  if (memory.least_bytes > limit_bytes || scale_ == nullptr) {
    const double bytes = scale_ == nullptr ? memory.most_bytes : memory.least_bytes;
    crossing = {.at_ns = at_ns, .bytes = bytes, .basis = GuardBasis::kResident};
    return true;
  }
  const Weight weight = scale_->weight();
  if (weight.at_ns >= doubtful_since_ns_ && weight.bytes > limit_bytes) {
    crossing = {.at_ns = at_ns, .bytes = weight.bytes, .basis = GuardBasis::kProportional};
    return true;
  }
  scale_->request();
  return false;
}

bool MemoryGuard::stop(const ProcessHandle& process) const noexcept {
  // The cgroup or an ancestor's tree may include this process: the guard must survive to report.
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
