#include "sampler/sampler.h"

#include <cmath>
#include <utility>

#include "base/clock.h"
#include "base/schedule.h"

namespace loadcell {

Sampler::Sampler(ProcessHandle process, int64_t period_ns, void* ring_memory, uint32_t ring_slots)
    : process_(std::move(process)),
      period_ns_(period_ns),
      ring_(ring_memory, ring_slots),
      ring_offset_bytes_(ring_.offset_bytes(ring_memory)) {}

Sampler::~Sampler() { stop(); }

void Sampler::start() {
  if (thread_ || stopped_) return;
  thread_ = std::make_unique<Thread>("loadcell-sample", [this](Thread& thread) { run(thread); });
}

void Sampler::stop() noexcept {
  stopped_ = true;
  if (thread_) thread_->stop_and_join();
}

void Sampler::run(Thread& thread) noexcept {
  SamplerTotals totals;
  Schedule schedule(monotonic_now_ns(), period_ns_);
  totals.started_at_ns = static_cast<double>(schedule.deadline_ns());
  while (thread.sleep_until(schedule.deadline_ns())) {
    const int64_t at_ns = monotonic_now_ns();
    const int64_t late_by_ns = at_ns - schedule.deadline_ns();
    lateness_.add(late_by_ns);
    if (!(static_cast<double>(late_by_ns) <= totals.max_lateness_ns)) {
      totals.max_lateness_ns = static_cast<double>(late_by_ns);
    }
    ++totals.ticks;
    if (late_by_ns > period_ns_ / 2) ++totals.late_ticks;
    totals.last_at_ns = static_cast<double>(at_ns);
    const bool alive = tick(static_cast<double>(at_ns), static_cast<double>(late_by_ns), totals);
    if (alive) totals.missed_ticks += static_cast<uint64_t>(schedule.advance(monotonic_now_ns()));
    totals_.write(totals);
    if (!alive) {
      exited_.store(true, std::memory_order_release);
      return;
    }
  }
}

bool Sampler::tick(double at_ns, double lateness_ns, SamplerTotals& totals) noexcept {
  const Statm statm = process_.read_statm();
  switch (statm.status) {
    case Statm::Status::kRunning:
      break;
    case Statm::Status::kGone:
      if (std::isnan(totals.exited_at_ns)) totals.exited_at_ns = at_ns;
      return false;
    case Statm::Status::kNoMemory:
      // The first thread gives up its memory before the last one has ended: the stamp is of the first look.
      if (std::isnan(totals.exited_at_ns)) totals.exited_at_ns = at_ns;
      return !process_.has_exited();
    case Statm::Status::kUnreadable:
      ++totals.read_errors;
      return true;
  }
  totals.exited_at_ns = kNotMeasured;
  const auto resident_bytes = static_cast<double>(statm.resident_bytes);
  totals.rss.add(at_ns, resident_bytes);
  ++totals.samples;
  const Record record{
      .time_ns = at_ns,
      .lateness_ns = lateness_ns,
      .pid = process_.identity().pid,
      .kind = static_cast<uint16_t>(RecordKind::kProcessMemory),
      .reserved = 0,
      .values = {resident_bytes, static_cast<double>(statm.shared_bytes), kNotMeasured,
                 kNotMeasured, kNotMeasured},
  };
  if (ring_.stage(record)) {
    ring_.publish();
  } else {
    ++totals.dropped_samples;
  }
  return true;
}

}  // namespace loadcell
