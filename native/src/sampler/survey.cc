#include "sampler/survey.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/schedule.h"
#include "probe/cgroup/cgroup_processes.h"
#include "sampler/rate_budget.h"

namespace loadcell {

Survey::Survey(SurveySetup setup, ProcessTable& table, void* ring_memory, uint32_t ring_slots)
    : setup_(std::move(setup)),
      table_(table),
      ring_(ring_memory, ring_slots),
      ring_offset_bytes_(ring_.offset_bytes(ring_memory)) {
  if (setup_.adopter != 0) {
    adopter_ = std::make_unique<ProcessThreads>(
        ProcessHandle::open(setup_.proc_root, setup_.adopter));
  }
  totals_.period_ns = static_cast<double>(setup_.period_ns);
  published_.write(totals_);
}

void Survey::run(Thread& thread) noexcept {
  const int64_t started_ns = monotonic_now_ns();
  Schedule schedule(started_ns, setup_.period_ns);
  RateBudget budget(setup_.cpu_share, setup_.period_ns, started_ns, thread_cpu_ns());
  // A slower rate slows everything down, in ticks: the budget is for the whole thread.
  const auto ticks_per_discovery =
      static_cast<uint64_t>(std::max<int64_t>(1, setup_.discovery_period_ns / setup_.period_ns));
  const auto ticks_per_thread_walk =
      static_cast<uint64_t>(std::max<int64_t>(1, setup_.threads_period_ns / setup_.period_ns));
  while (thread.sleep_until(schedule.deadline_ns())) {
    const int64_t at_ns = monotonic_now_ns();
    const auto at = static_cast<double>(at_ns);
    const auto late_by = static_cast<double>(at_ns - schedule.deadline_ns());
    table_.retire_departed();
    if (totals_.ticks % ticks_per_discovery == 0) discover();
    read_processes(at, late_by, totals_.ticks % ticks_per_thread_walk == 0);
    read_probes(at, late_by);
    ring_.publish();
    ++totals_.ticks;
    if (budget.is_due(at_ns) && budget.look(at_ns, thread_cpu_ns())) {
      schedule.set_period_ns(budget.period_ns());
      totals_.period_ns = static_cast<double>(budget.period_ns());
      totals_.rate_reductions = budget.reductions();
    }
    totals_.missed_ticks += static_cast<uint64_t>(schedule.advance(monotonic_now_ns()));
    published_.write(totals_);
  }
  // What happened since the last tick, such as the kill that ended all, is in the counters now.
  read_probes(static_cast<double>(monotonic_now_ns()), 0);
  ring_.publish();
  published_.write(totals_);
}

void Survey::discover() {
  if (setup_.follows_children) discover_children();
  if (!setup_.cgroup_folder.empty()) discover_cgroup();
  std::erase_if(refused_, [this](const auto& entry) {
    return entry.second.discovery != totals_.discoveries;
  });
  ++totals_.discoveries;
}

void Survey::discover_children() {
  // Children of those just found are looked for in the same round, down to the last generation.
  std::vector<TrackedProcess*> parents;
  for (const auto& [pid, process] : table_.live()) parents.push_back(process);
  children_.clear();
  if (adopter_) list_adopted();
  while (!parents.empty() || !children_.empty()) {
    for (TrackedProcess* parent : parents) {
      found_.clear();
      parent->survey->threads.list_children(found_);
      for (const pid_t child : found_) {
        children_.emplace_back(child, parent->handle.identity().pid);
      }
    }
    parents.clear();
    for (const auto& [child, parent] : children_) {
      if (table_.has_live(child)) continue;
      add_found(child, parent);
      const auto added = table_.live().find(child);
      if (added != table_.live().end()) parents.push_back(added->second);
    }
    children_.clear();
  }
}

void Survey::list_adopted() {
  found_.clear();
  adopter_->list_children(found_);
  for (const pid_t child : found_) children_.emplace_back(child, setup_.adopter);
}

void Survey::discover_cgroup() {
  found_.clear();
  list_cgroup_processes(setup_.cgroup_folder, found_);
  for (const pid_t pid : found_) {
    if (!table_.has_live(pid)) add_found(pid, 0);
  }
}

void Survey::add_found(pid_t pid, pid_t parent_pid) {
  const auto known = refused_.find(pid);
  if (known != refused_.end()) {
    known->second.discovery = totals_.discoveries;
    if (!known->second.awaits_room || !table_.has_room()) return;
  }
  try {
    table_.add(ProcessHandle::open(setup_.proc_root, pid), parent_pid,
               static_cast<double>(monotonic_now_ns()), true);
    refused_.erase(pid);
  } catch (const Error& error) {
    // It ended between being listed and being opened: nothing was missed that could have been read.
    constexpr std::array kEnded = {"NO_SUCH_PROCESS", "ZOMBIE", "NO_MEMORY"};
    const bool ended = std::find(kEnded.begin(), kEnded.end(), error.code()) != kEnded.end();
    if (!ended) refuse(pid, error.code() == std::string_view("TOO_MANY"));
  }
}

void Survey::refuse(pid_t pid, bool awaits_room) {
  const bool is_new = refused_.insert_or_assign(pid, Refused{totals_.discoveries, awaits_room}).second;
  if (is_new) table_.count_untracked();
}

void Survey::read_processes(double at_ns, double lateness_ns, bool with_threads) {
  for (const auto& [pid, process] : table_.live()) {
    for (const auto& probe : process->survey->probes) {
      const ProbeValues values = probe->read();
      table_.add_surveyed(*process, probe->kind(), at_ns, values);
      write(probe->kind(), 0, pid, at_ns, lateness_ns, values);
    }
    if (!with_threads) continue;
    const ProbeValues values = process->survey->threads.read_scheduling();
    table_.add_surveyed(*process, RecordKind::kProcessScheduling, at_ns, values);
    write(RecordKind::kProcessScheduling, 0, pid, at_ns, lateness_ns, values);
  }
}

void Survey::read_probes(double at_ns, double lateness_ns) {
  for (const auto& probe : setup_.probes) {
    do {
      const ProbeValues values = probe->read();
      add_surveyed(probe->kind(), probe->source(), at_ns, values);
      write(probe->kind(), probe->source(), 0, at_ns, lateness_ns, values);
    } while (probe->has_more());
  }
}

void Survey::add_surveyed(RecordKind kind, uint16_t source, double at_ns,
                          const ProbeValues& values) {
  const std::lock_guard lock(mutex_);
  auto known = std::find_if(surveyed_.begin(), surveyed_.end(), [=](const KindTotals& totals) {
    return totals.kind == kind && totals.source == source;
  });
  if (known == surveyed_.end()) {
    known = surveyed_.insert(known, {.kind = kind, .source = source, .totals = {}});
  }
  known->totals.add(at_ns, values);
}

void Survey::write(RecordKind kind, uint16_t source, pid_t pid, double at_ns, double lateness_ns,
                   const ProbeValues& values) noexcept {
  // A source that is going, or that may not be read, says nothing.
  if (std::all_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) {
    return;
  }
  const Record record{
      .time_ns = at_ns,
      .lateness_ns = lateness_ns,
      .pid = pid,
      .kind = static_cast<uint16_t>(kind),
      .source = source,
      .values = {values[0], values[1], values[2], values[3], values[4]},
  };
  ++totals_.rows;
  if (!ring_.stage(record)) ++totals_.dropped_rows;
}

std::vector<KindTotals> Survey::surveyed() const {
  const std::lock_guard lock(mutex_);
  return surveyed_;
}

}  // namespace loadcell
