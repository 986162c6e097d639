#include "sampler/hot/hot_loop.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/prompt_thread.h"
#include "base/schedule.h"

namespace loadcell {
namespace {

/**
 * Interval within which every process has its turn, ns: its CPU clock is read, which costs more than its statm, and its
 * totals are published, which touches as much memory as all other work for it. Half the interval over which CPU use is
 * reported.
 */
constexpr int64_t kTurnSpanNs = 50'000'000;

/** The proportional size of a tree is read when the sum has grown by this much, and at least at this interval. */
constexpr double kWeighedGrowth = 1.02;
constexpr double kWeighedGrowthBytes = 4 << 20;
constexpr double kWeighedPeriodNs = 1e9;

}  // namespace

HotLoop::HotLoop(const HotSetup& setup, PointerQueue<TrackedProcess>& arrivals,
                 size_t most_processes, void* ring_memory, uint32_t ring_slots, HeapSource* heap,
                 MemoryScale* scale)
    : setup_(setup),
      arrivals_(arrivals),
      ring_(ring_memory, ring_slots),
      ring_offset_bytes_(ring_.offset_bytes(ring_memory)),
      heap_(heap),
      scale_(scale),
      guard_(setup.guard, ring_.flag(), scale) {
  active_.reserve(most_processes);
  hot_.reserve(most_processes);
  totals_.period_ns = static_cast<double>(setup.period_ns);
  totals_.longest_period_ns = totals_.period_ns;
  published_.write(totals_);
}

void HotLoop::run(Thread& thread) noexcept {
  PromptThread prompt;
  const int64_t started_ns = monotonic_now_ns();
  Schedule schedule(started_ns, setup_.period_ns);
  RateBudget budget(setup_.cpu_share, setup_.period_ns, started_ns, thread_cpu_ns());
  totals_.started_at_ns = static_cast<double>(started_ns);
  while (thread.sleep_until(schedule.deadline_ns())) {
    const int64_t at_ns = monotonic_now_ns();
    const int64_t late_by_ns = at_ns - schedule.deadline_ns();
    const auto late_by = static_cast<double>(late_by_ns);
    lateness_.add(late_by_ns);
    if (!(late_by <= totals_.max_lateness_ns)) totals_.max_lateness_ns = late_by;
    if (late_by_ns > schedule.period_ns() / 2) ++totals_.late_ticks;
    ++totals_.ticks;
    totals_.last_at_ns = static_cast<double>(at_ns);
    tick(static_cast<double>(at_ns), late_by);
    prompt.mind(at_ns);

    const bool ended = active_.empty() && setup_.ends_with_processes;
    if (!ended) {
      if (budget.is_due(at_ns)) look(budget, schedule, at_ns);
      totals_.missed_ticks += static_cast<uint64_t>(schedule.advance(monotonic_now_ns()));
    }
    published_.write(totals_);
    if (ended) {
      ended_.store(true, std::memory_order_release);
      return;
    }
  }
  // Deadlines that passed before the stop, such as while the machine was suspended, were missed as well.
  const int64_t overdue_ns = monotonic_now_ns() - schedule.deadline_ns();
  if (overdue_ns > 0) {
    totals_.missed_ticks += static_cast<uint64_t>(overdue_ns / schedule.period_ns());
    published_.write(totals_);
  }
  for (HotProcess& hot : hot_) show(hot);
}

void HotLoop::look(RateBudget& budget, Schedule& schedule, int64_t at_ns) noexcept {
  const bool has_changed = budget.look(at_ns, thread_cpu_ns());
  totals_.slowed_ns = static_cast<double>(budget.slowed_ns());
  if (!has_changed) return;
  schedule.set_period_ns(budget.period_ns());
  totals_.period_ns = static_cast<double>(budget.period_ns());
  totals_.longest_period_ns = static_cast<double>(budget.longest_period_ns());
  totals_.rate_reductions = budget.reductions();
  totals_.costliest_tick_ns = static_cast<double>(budget.costliest_tick_ns());
}

void HotLoop::take_arrivals() noexcept {
  // Departed processes leave `active_` before the table makes room for others, so it never grows.
  while (active_.size() < active_.capacity()) {
    TrackedProcess* arrived = arrivals_.pop();
    if (arrived == nullptr) return;
    active_.push_back(arrived);
    hot_.emplace_back(*arrived);
  }
}

void HotLoop::tick(double at_ns, double lateness_ns) noexcept {
  take_arrivals();
  const auto most_turns = static_cast<size_t>(kTurnSpanNs / totals_.period_ns);
  turns_ = std::min(active_.size(), most_turns);
  if (heap_ != nullptr) heap_->request();
  TickSum sum;
  for (size_t i = 0; i < active_.size();) {
    HotProcess& hot = hot_[i];
    TrackedProcess& process = hot.process();
    const bool has_turn = has_turn_at(i);
    const bool alive = sample(hot, has_turn && !setup_.memory_only, at_ns, lateness_ns, sum);
    if (alive) {
      if (has_turn) show(hot);
      ++i;
      continue;
    }
    part_with(hot, at_ns);
    active_[i] = active_.back();
    active_.pop_back();
    hot_[i] = hot_.back();
    hot_.pop_back();
    // This thread's last access to the process.
    process.departed.store(true, std::memory_order_release);
  }
  ring_.publish();
  // Without all processes, or without any, there is no sum: the tick is a gap.
  const bool is_sum = sum.complete && sum.rows > 0;
  const BeyondResident beyond = beyond_.read();
  const double rss_bytes = sum.rss_bytes + (sum.rows > 0 ? beyond.hugetlb_bytes : 0);
  totals_.rss.add(at_ns, is_sum ? rss_bytes : kNotMeasured);
  totals_.anon.add(at_ns, is_sum ? sum.anon_bytes : kNotMeasured);
  const double most_bytes = rss_bytes + beyond.swap_bytes;
  if (setup_.weighs) weigh(at_ns, most_bytes, sum.rows);
  const GuardedMemory memory{.most_bytes = most_bytes,
                             .least_bytes = std::fmax(sum.largest_bytes, beyond.largest_bytes)};
  guard_.check(at_ns, memory, active_);
  totals_.guard = guard_.totals();
}

void HotLoop::weigh(double at_ns, double most_bytes, uint64_t processes) noexcept {
  // A single process shares nothing within the tree.
  if (processes < 2 || scale_ == nullptr) return;
  const bool has_grown = most_bytes > weighed_bytes_ * kWeighedGrowth + kWeighedGrowthBytes;
  if (!has_grown && at_ns - weighed_at_ns_ < kWeighedPeriodNs) return;
  weighed_at_ns_ = at_ns;
  weighed_bytes_ = std::fmax(weighed_bytes_, most_bytes);
  scale_->request();
}

bool HotLoop::is_counted_elsewhere(HotProcess& hot) noexcept {
  const ProcessHandle& handle = hot.process().handle;
  if (handle.shares_memory_with(hot.shares_memory_with())) return true;
  // The process called exec or the other one ended: one of the remaining processes now counts for all.
  for (const HotProcess& other : hot_) {
    if (&other == &hot || other.shares_memory_with() != 0) continue;
    if (!handle.shares_memory_with(other.pid())) continue;
    hot.share_memory_with(other.pid());
    return true;
  }
  hot.share_memory_with(0);
  return false;
}

bool HotLoop::has_turn_at(size_t place) const noexcept {
  if (turns_ <= 1) return true;
  return place % turns_ == totals_.ticks % turns_;
}

void HotLoop::show(HotProcess& hot) noexcept {
  hot.carry_over();
  hot.process().totals.write(hot.process().working);
}

void HotLoop::part_with(HotProcess& hot, double at_ns) noexcept {
  TrackedProcess& process = hot.process();
  // The CPU clock of a process stays readable until its parent has reaped it.
  if (!setup_.memory_only) add_cpu(process, at_ns, process.handle.read_cpu_ns());
  totals_.exited_at_ns = process.working.exited_at_ns;
  show(hot);
}

bool HotLoop::sample(HotProcess& hot, bool with_cpu, double at_ns, double lateness_ns,
                     TickSum& sum) noexcept {
  const Statm statm = hot.read_statm();
  if (statm.status != Statm::Status::kRunning) {
    return note_unreadable(hot, statm.status, at_ns, sum);
  }
  if (hot.was_unreadable()) hot.process().working.exited_at_ns = kNotMeasured;
  if (hot.shares_memory_with() != 0 && is_counted_elsewhere(hot)) {
    if (with_cpu) add_cpu(hot.process(), at_ns, hot.process().handle.read_cpu_ns());
    return true;
  }
  const auto rss_bytes = static_cast<double>(statm.resident_bytes);
  const auto shared_bytes = static_cast<double>(statm.shared_bytes);
  hot.add(at_ns, rss_bytes, shared_bytes);
  const double cpu_ns = with_cpu ? hot.process().handle.read_cpu_ns() : kNotMeasured;
  if (with_cpu) add_cpu(hot.process(), at_ns, cpu_ns);
  sum.rss_bytes += rss_bytes;
  sum.anon_bytes += rss_bytes - shared_bytes;
  if (rss_bytes > sum.largest_bytes) sum.largest_bytes = rss_bytes;
  ++sum.rows;
  ++totals_.samples;
  const bool own = heap_ != nullptr && heap_->pid() == hot.pid();
  const Record record{
      .time_ns = at_ns,
      .lateness_ns = lateness_ns,
      .pid = hot.pid(),
      .kind = static_cast<uint16_t>(RecordKind::kProcess),
      .source = 0,
      .values = {rss_bytes, shared_bytes, cpu_ns, own ? heap_->used_bytes() : kNotMeasured,
                 kNotMeasured},
  };
  if (!ring_.stage(record)) ++totals_.dropped_samples;
  return true;
}

bool HotLoop::note_unreadable(HotProcess& hot, Statm::Status status, double at_ns,
                              TickSum& sum) noexcept {
  TrackedProcess& process = hot.process();
  if (status == Statm::Status::kUnreadable) {
    ++process.working.read_errors;
    ++totals_.read_errors;
    sum.complete = false;
    hot.add_gap(at_ns);
    return true;
  }
  hot.add_gap(at_ns);
  // The first thread releases its memory before the last one ends: the timestamp is of the first such read.
  if (std::isnan(process.working.exited_at_ns)) process.working.exited_at_ns = at_ns;
  return status == Statm::Status::kNoMemory && !process.handle.has_exited();
}

void HotLoop::add_cpu(TrackedProcess& process, double at_ns, double cpu_ns) noexcept {
  if (std::isnan(cpu_ns)) {
    process.working.cpu.add(at_ns, cpu_ns);
    return;
  }
  // CPU time before the first sample counts only if the process began after sampling did.
  const double at_first = process.is_newborn ? 0 : cpu_ns;
  const double before = process.working.cpu.count > 0 ? process.working.cpu.last : at_first;
  process.working.cpu.add(at_ns, cpu_ns);
  if (std::isnan(totals_.cpu_ns)) totals_.cpu_ns = 0;
  totals_.cpu_ns += cpu_ns - before;
}

}  // namespace loadcell
