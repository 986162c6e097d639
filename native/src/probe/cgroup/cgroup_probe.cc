#include "probe/cgroup/cgroup_probe.h"

#include <algorithm>

namespace loadcell {
namespace {

/** Costly or slowly changing values are read once in this many ticks. */
constexpr uint64_t kTicksPerSlowRow = 5;

/** Share of its limit above which a cgroup counts as near it. */
constexpr double kNearLimit = 0.75;

}  // namespace

CgroupProbe::CgroupProbe(const std::string& proc_root, pid_t pid)
    : cgroup_(proc_root, pid), machine_(proc_root + "/vmstat") {}

ProbeValues CgroupProbe::read() noexcept {
  if (!has_more()) read_rows();
  row_ = rows_[next_++];
  return row_.values;
}

void CgroupProbe::read_rows() {
  rows_.clear();
  next_ = 0;
  const bool is_slow = ticks_++ % kTicksPerSlowRow == 0;
  if (is_slow) cgroup_.refresh();
  const auto& levels = cgroup_.levels();
  for (size_t i = 0; i < levels.size() && i < kSourcesPerCgroup; ++i) {
    const bool is_limited = levels[i].is_limited();
    if (i > 0 && !is_limited) continue;
    const ProbeValues usage = levels[i].read_usage();
    rows_.push_back({RecordKind::kCgroupMemory, source_of(i), usage});
    // Peaks are short: near a limit, the file cache is read at every tick.
    const bool is_near = usage[0] >= kNearLimit * usage[2];
    if (!is_limited || !(is_slow || is_near)) continue;
    rows_.push_back({RecordKind::kCgroupLimit, source_of(i), levels[i].read_reserve()});
  }
  ProbeValues events = kNoValues;
  if (is_slow) {
    const double hidden = read_hidden_limit_bytes(levels);
    rows_.push_back({RecordKind::kCgroupMemory, source_of(levels.size()),
                     {kNotMeasured, kNotMeasured, hidden, kNotMeasured, kNotMeasured}});
    events = {find_scaled(machine_.read_whole(), "oom_kill ", 1),
              static_cast<double>(cgroup_.moves()), static_cast<double>(levels.size()),
              kNotMeasured, kNotMeasured};
  }
  rows_.push_back({RecordKind::kMemoryEvents, 0, events});
}

uint16_t CgroupProbe::source_of(size_t level) const noexcept {
  // Beyond this many moves, cgroups share their source numbers.
  constexpr uint32_t kMost = UINT16_MAX / kSourcesPerCgroup - 1;
  return static_cast<uint16_t>(std::min(cgroup_.moves(), kMost) * kSourcesPerCgroup + level);
}

}  // namespace loadcell
