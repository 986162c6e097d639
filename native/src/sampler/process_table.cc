#include "sampler/process_table.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "probe/linux/process_probes.h"

namespace loadcell {

ProcessSurvey::ProcessSurvey(const ProcessHandle& process) : threads(process) {
  probes.push_back(std::make_unique<ProcessMemoryProbe>(process));
  probes.push_back(std::make_unique<ProcessCpuProbe>(process));
  probes.push_back(std::make_unique<ProcessIoProbe>(process));
}

ProcessTable::ProcessTable(size_t capacity) : capacity_(capacity), arrivals_(capacity) {
  all_.reserve(capacity);
}

TrackedProcess& ProcessTable::add(ProcessHandle process, pid_t parent_pid, double found_at_ns,
                                  bool surveyed) {
  auto tracked = std::make_unique<TrackedProcess>(std::move(process), parent_pid, found_at_ns);
  if (surveyed) tracked->survey = std::make_unique<ProcessSurvey>(tracked->handle);
  TrackedProcess& added = *tracked;
  {
    const std::lock_guard lock(mutex_);
    if (!make_room()) {
      throw Error("TOO_MANY", "More than " + std::to_string(capacity_) +
                                  " processes are running at once: expected fewer. Raise "
                                  "maxProcesses.");
    }
    all_.push_back(std::move(tracked));
    ++counts_.found;
    ++counts_.live;
  }
  live_[added.handle.identity().pid] = &added;
  // The queue holds as many as the table: it is never full.
  arrivals_.push(&added);
  return added;
}

bool ProcessTable::make_room() {
  if (all_.size() < capacity_) return true;
  // Retired processes only: the sampling thread has let go of them, and so has the map of live ones.
  const auto oldest = std::find_if(all_.begin(), all_.end(), [this](const auto& process) {
    return process->departed.load(std::memory_order_acquire) &&
           !live_.contains(process->handle.identity().pid);
  });
  if (oldest == all_.end()) return false;
  all_.erase(oldest);
  ++counts_.forgotten;
  return true;
}

void ProcessTable::count_untracked() {
  const std::lock_guard lock(mutex_);
  ++counts_.untracked;
}

void ProcessTable::retire_departed() {
  for (auto entry = live_.begin(); entry != live_.end();) {
    TrackedProcess& process = *entry->second;
    if (!process.departed.load(std::memory_order_acquire)) {
      ++entry;
      continue;
    }
    entry = live_.erase(entry);
    const std::lock_guard lock(mutex_);
    process.handle.close();
    process.survey.reset();
    --counts_.live;
  }
}

void ProcessTable::add_surveyed(TrackedProcess& process, RecordKind kind, double at_ns,
                                const ProbeValues& values) {
  const std::lock_guard lock(mutex_);
  auto known = std::find_if(process.surveyed.begin(), process.surveyed.end(),
                            [kind](const KindTotals& totals) { return totals.kind == kind; });
  if (known == process.surveyed.end()) {
    known = process.surveyed.insert(known, KindTotals{.kind = kind, .source = 0, .totals = {}});
  }
  known->totals.add(at_ns, values);
}

TableCounts ProcessTable::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::vector<ProcessReport> ProcessTable::reports() const {
  const std::lock_guard lock(mutex_);
  std::vector<ProcessReport> reports;
  reports.reserve(all_.size());
  for (const auto& process : all_) {
    reports.push_back({.identity = process->handle.identity(),
                       .parent_pid = process->parent_pid,
                       .program = process->handle.program(),
                       .found_at_ns = process->found_at_ns,
                       .totals = process->totals.read(),
                       .surveyed = process->surveyed});
  }
  return reports;
}

}  // namespace loadcell
