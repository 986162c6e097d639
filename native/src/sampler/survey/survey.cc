#include "sampler/survey/survey.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/clock.h"
#include "base/schedule.h"
#include "sampler/hot/rate_budget.h"

namespace loadcell {
namespace {

/** Minimum interval between reads of births, ns: bounds wake-ups on a machine that starts processes constantly. */
constexpr int64_t kBirthsRestNs = 1'000'000;

double or_zero(double value) noexcept { return std::isnan(value) ? 0 : value; }

}  // namespace

Survey::Survey(SurveySetup setup, const SurveyParts& parts, void* ring_memory, uint32_t ring_slots)
    : setup_(std::move(setup)),
      parts_(parts),
      search_(setup_.scope, parts.table),
      cpu_(setup_.scope.proc_root, setup_.scope.adopter, parts.table),
      ring_(ring_memory, ring_slots),
      ring_offset_bytes_(ring_.offset_bytes(ring_memory)) {
  totals_.period_ns = static_cast<double>(setup_.period_ns);
  published_.write(totals_);
}

void Survey::run(Thread& thread) noexcept {
  const int64_t started_ns = monotonic_now_ns();
  Schedule schedule(started_ns, setup_.period_ns);
  RateBudget budget(setup_.cpu_share, setup_.period_ns, started_ns, thread_cpu_ns());
  // Intervals in ticks: a lower rate slows everything down, because the budget is for the whole thread.
  const auto ticks_per_discovery =
      static_cast<uint64_t>(std::max<int64_t>(1, setup_.discovery_period_ns / setup_.period_ns));
  const auto ticks_per_thread_walk =
      static_cast<uint64_t>(std::max<int64_t>(1, setup_.threads_period_ns / setup_.period_ns));
  // CPU time that the tree uses from now on is in the rows that follow.
  read_tree(static_cast<double>(started_ns), 0);
  while (await(thread, schedule.deadline_ns())) {
    const int64_t at_ns = monotonic_now_ns();
    const auto late_by = static_cast<double>(at_ns - schedule.deadline_ns());
    cpu_.bury(parts_.table.retire_departed());
    if (totals_.ticks % ticks_per_discovery == 0) search();
    read(static_cast<double>(at_ns), late_by, totals_.ticks % ticks_per_thread_walk == 0);
    ++totals_.ticks;
    if (budget.is_due(at_ns) && budget.look(at_ns, thread_cpu_ns())) {
      schedule.set_period_ns(budget.period_ns());
      totals_.period_ns = static_cast<double>(budget.period_ns());
      totals_.rate_reductions = budget.reductions();
    }
    totals_.missed_ticks += static_cast<uint64_t>(schedule.advance(monotonic_now_ns()));
    published_.write(totals_);
  }
  // Once more for processes that began or ended since the last tick, with the timestamp of the last sample.
  search_.take_births();
  cpu_.bury(parts_.table.retire_departed());
  read_tree(std::fmax(tree_at_ns_, parts_.hot.totals().last_at_ns), 0);
  totals_.has_lost_births = search_.has_lost_births();
  // The counters now include what happened since, such as a kill that ended all processes.
  read_probes(static_cast<double>(monotonic_now_ns()), 0);
  ring_.publish();
  published_.write(totals_);
}

bool Survey::await(Thread& thread, int64_t deadline_ns) {
  for (;;) {
    switch (thread.await(deadline_ns, search_.births_fd())) {
      case Thread::Wake::kStopped:
        return false;
      case Thread::Wake::kDeadline:
        return true;
      case Thread::Wake::kReadable:
        search_.take_births();
        if (!thread.sleep_until(std::min(deadline_ns, monotonic_now_ns() + kBirthsRestNs))) {
          return false;
        }
    }
  }
}

void Survey::read(double at_ns, double lateness_ns, bool with_threads) {
  read_processes(at_ns, lateness_ns, with_threads);
  read_tree(at_ns, lateness_ns);
  read_probes(at_ns, lateness_ns);
  totals_.discoveries = search_.searches();
  totals_.has_lost_births = search_.has_lost_births();
  ring_.publish();
}

void Survey::read_processes(double at_ns, double lateness_ns, bool with_threads) {
  beyond_ = {};
  for (const auto& [pid, process] : parts_.table.live()) {
    read_process(*process, at_ns, lateness_ns);
    if (!with_threads) continue;
    const ProbeValues values = process->survey->threads.read_scheduling();
    parts_.table.add_surveyed(*process, RecordKind::kProcessScheduling, at_ns, values);
    write(RecordKind::kProcessScheduling, 0, pid, at_ns, lateness_ns, values);
  }
  parts_.hot.set_beyond_resident(beyond_);
}

void Survey::read_process(TrackedProcess& process, double at_ns, double lateness_ns) {
  ProcessSurvey& survey = *process.survey;
  const auto take = [&](Probe& probe) {
    const ProbeValues values = probe.read();
    parts_.table.add_surveyed(process, probe.kind(), at_ns, values);
    write(probe.kind(), 0, process.handle.identity().pid, at_ns, lateness_ns, values);
    return values;
  };
  const auto [anon, file, shmem, swap, peak] = take(survey.memory);
  take(survey.cpu);
  take(survey.io);
  cpu_.see(process, survey.cpu.reaped_ns());
  parts_.table.rename(process, survey.cpu.program());
  if (process.is_counted_elsewhere.load(std::memory_order_relaxed)) return;
  const double hugetlb = or_zero(survey.memory.hugetlb_bytes());
  beyond_.hugetlb_bytes += hugetlb;
  beyond_.swap_bytes += or_zero(swap);
  const double bytes = or_zero(anon + file + shmem) + or_zero(swap) + hugetlb;
  beyond_.largest_bytes = std::max(beyond_.largest_bytes, bytes);
}

void Survey::read_tree(double at_ns, double lateness_ns) {
  tree_at_ns_ = at_ns;
  // Each reading of the proportional size appears in one row, at the tick after it.
  const Weight weight = parts_.scale == nullptr ? Weight{} : parts_.scale->weight();
  const bool is_new = weight.readings > totals_.weights;
  totals_.weights = weight.readings;
  const auto unsampled = static_cast<double>(parts_.table.counts().unsampled_total());
  const ProbeValues values = {cpu_.total_ns(), beyond_.hugetlb_bytes, beyond_.swap_bytes,
                              is_new ? weight.bytes : kNotMeasured, unsampled};
  add_surveyed(RecordKind::kTree, 0, at_ns, values);
  write(RecordKind::kTree, 0, 0, at_ns, lateness_ns, values);
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
  // A source that is disappearing, or that may not be read, has no values.
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
