#include "sampler/tree/process_table.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "base/clock.h"
#include "base/error.h"

namespace loadcell {
namespace {

constexpr size_t kRememberedPerLive = 4;

/** Descriptors per sampled process: its folder, statm, pidfd, status, stat, io and task. */
constexpr rlim_t kFilesPerProcess = 7;
/** Descriptors reserved for the rest of this process. */
constexpr rlim_t kFilesLeft = 256;

}  // namespace

size_t fitting_processes(size_t wanted) noexcept {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const rlim_t left = files.rlim_cur > 2 * kFilesLeft ? kFilesLeft : files.rlim_cur / 2;
  const rlim_t fitting = std::max<rlim_t>((files.rlim_cur - left) / kFilesPerProcess, 1);
  return std::min(wanted, static_cast<size_t>(fitting));
}

ProcessTable::ProcessTable(size_t capacity)
    : capacity_(capacity),
      arrivals_(capacity),
      began_ticks_(std::numeric_limits<uint64_t>::max()) {}

void ProcessTable::begin_sampling() {
  // The kernel reports the start of a process in clock ticks: one that began in the current tick counts as newborn.
  began_ticks_ = static_cast<uint64_t>(clock_ns(CLOCK_BOOTTIME) /
                                       (kNsPerSecond / sysconf(_SC_CLK_TCK)));
}

TrackedProcess& ProcessTable::add(ProcessHandle process, pid_t parent_pid, double found_at_ns,
                                  bool surveyed) {
  if (!has_room()) {
    throw Error("TOO_MANY", "More than " + std::to_string(capacity_) +
                                " concurrent processes. Raise maxProcesses, or the limit on open "
                                "files (ulimit -n).");
  }
  auto tracked = std::make_unique<TrackedProcess>(std::move(process), parent_pid, found_at_ns);
  if (surveyed) tracked->survey = std::make_unique<ProcessSurvey>(tracked->handle);
  TrackedProcess& added = *tracked;
  added.is_newborn = added.handle.identity().start_ticks >= began_ticks_;
  if (has_live(parent_pid) && added.handle.shares_memory_with(parent_pid)) {
    added.shares_memory_with = parent_pid;
    added.is_counted_elsewhere.store(true, std::memory_order_relaxed);
  }
  {
    const std::lock_guard lock(mutex_);
    make_room();
    all_.push_back(std::move(tracked));
    ++counts_.found;
    ++counts_.live;
  }
  live_[added.handle.identity().pid] = &added;
  // The queue has room for every live process, so it is never full.
  arrivals_.push(&added);
  return added;
}

void ProcessTable::make_room() {
  if (all_.size() < kRememberedPerLive * capacity_) return;
  // Only retired processes: neither the sampling thread nor the map of live ones refers to them.
  const auto oldest = std::find_if(all_.begin(), all_.end(), [this](const auto& process) {
    if (!process->departed.load(std::memory_order_acquire)) return false;
    const auto live = live_.find(process->handle.identity().pid);
    return live == live_.end() || live->second != process.get();
  });
  if (oldest == all_.end()) return;
  all_.erase(oldest);
  ++counts_.forgotten;
}

void ProcessTable::count_unsampled(Unsampled reason) {
  const std::lock_guard lock(mutex_);
  ++counts_.unsampled[static_cast<size_t>(reason)];
}

std::vector<TrackedProcess*> ProcessTable::retire_departed() {
  std::vector<TrackedProcess*> retired;
  for (auto entry = live_.begin(); entry != live_.end();) {
    TrackedProcess& process = *entry->second;
    if (!process.departed.load(std::memory_order_acquire)) {
      ++entry;
      continue;
    }
    entry = live_.erase(entry);
    retired.push_back(&process);
    const std::lock_guard lock(mutex_);
    process.handle.close();
    process.survey.reset();
    --counts_.live;
  }
  std::sort(retired.begin(), retired.end(), [](const auto* one, const auto* other) {
    return one->found_at_ns < other->found_at_ns;
  });
  return retired;
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

void ProcessTable::rename(TrackedProcess& process, const std::string& program) {
  if (program.empty() || program == process.program) return;
  const std::lock_guard lock(mutex_);
  process.program = program;
}

std::vector<ProcessTable::OpenedFile> ProcessTable::open_in_each(const char* name) const {
  std::vector<OpenedFile> opened;
  const std::lock_guard lock(mutex_);
  for (const auto& process : all_) {
    if (process->departed.load(std::memory_order_acquire)) continue;
    if (process->is_counted_elsewhere.load(std::memory_order_relaxed)) continue;
    Fd file = process->handle.open_file(name);
    const bool is_forbidden = !file.is_open() && (errno == EACCES || errno == EPERM);
    opened.push_back({std::move(file), is_forbidden, process->totals.read().rss.last});
  }
  return opened;
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
                       .program = process->program,
                       .found_at_ns = process->found_at_ns,
                       .is_newborn = process->is_newborn,
                       .totals = process->totals.read(),
                       .surveyed = process->surveyed});
  }
  return reports;
}

std::vector<ProcessIdentity> ProcessTable::living() const {
  const std::lock_guard lock(mutex_);
  std::vector<ProcessIdentity> living;
  for (const auto& process : all_) {
    if (!process->departed.load(std::memory_order_acquire)) {
      living.push_back(process->handle.identity());
    }
  }
  return living;
}

}  // namespace loadcell
