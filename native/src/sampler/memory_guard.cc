#include "sampler/memory_guard.h"

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
    const bool reached_group = process->handle.signal_group(limits_.stop_signal);
    const bool reached_process = process->handle.signal(limits_.stop_signal);
    if (reached_group || reached_process) ++totals_.signalled;
  }
}

void MemoryGuard::raise_to(GuardLevel level) noexcept {
  const auto value = static_cast<uint32_t>(level);
  if (flag_.load(std::memory_order_relaxed) < value) flag_.store(value, std::memory_order_release);
}

}  // namespace loadcell
