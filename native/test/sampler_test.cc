#include "sampler/sampler.h"

#include <sched.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "child_process.h"
#include "harness.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr int64_t kMillisecondNs = 1'000'000;

struct Rig {
  Rig(pid_t pid, uint32_t slots, int64_t period_ns = kMillisecondNs)
      : memory(ring_bytes(slots, sizeof(Record))), sampler(setup(pid, slots, period_ns)) {}

  SamplerSetup setup(pid_t pid, uint32_t slots, int64_t period_ns) {
    return {.proc_root = "/proc",
            .pids = {pid},
            .most_processes = 4,
            .hot = {.period_ns = period_ns,
                    .cpu_share = std::numeric_limits<double>::infinity(),
                    .guard = {},
                    .ends_with_processes = true,
                    .memory_only = false},
            .hot_ring = {.memory = memory.data(), .slots = slots},
            .survey = std::nullopt,
            .survey_ring = {.memory = nullptr, .slots = 0},
            .heap = nullptr};
  }

  SamplerTotals totals() const { return sampler.hot().totals(); }

  void wait_for_samples(uint64_t count) const {
    while (totals().samples < count) sched_yield();
  }

  std::vector<std::byte> memory;
  Sampler sampler;
};

}  // namespace

TEST("a sampler that never started has measured nothing") {
  Rig rig(getpid(), 16);
  CHECK_EQUAL(rig.totals().ticks, 0U);
  CHECK(std::isnan(rig.totals().rss.peak));
  rig.sampler.stop();
  rig.sampler.stop();
}

TEST("starting twice, stopping twice and starting after the stop are harmless") {
  Rig rig(getpid(), 1024);
  rig.sampler.start();
  rig.sampler.start();
  rig.wait_for_samples(5);
  rig.sampler.stop();
  rig.sampler.stop();
  const uint64_t samples = rig.totals().samples;
  rig.sampler.start();
  CHECK_EQUAL(rig.totals().samples, samples);
}

TEST("a sampler that goes without being stopped joins its thread") {
  Rig rig(getpid(), 1024);
  rig.sampler.start();
  rig.wait_for_samples(2);
}

TEST("every tick is on the ring with its stamp, and deadlines are a period apart") {
  Rig rig(getpid(), 4096);
  rig.sampler.start();
  rig.wait_for_samples(50);
  rig.sampler.stop();
  RingReader<Record> reader(rig.memory.data());
  Record record{};
  uint64_t rows = 0;
  const double start_ns = rig.totals().started_at_ns;
  while (reader.read(record)) {
    const double slot = (record.time_ns - record.lateness_ns - start_ns) / kMillisecondNs;
    CHECK_EQUAL(slot, std::round(slot));
    CHECK_EQUAL(record.pid, getpid());
    CHECK(record.values[0] > 0 && record.values[1] > 0 && std::isnan(record.values[4]));
    ++rows;
  }
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(rows, totals.samples);
  CHECK_EQUAL(totals.ticks, totals.samples);
  // Every deadline up to the last tick was either served or missed.
  const double last_slot = (totals.last_at_ns - start_ns) / kMillisecondNs;
  CHECK(static_cast<double>(totals.ticks + totals.missed_ticks) >= std::floor(last_slot));
  CHECK(rig.sampler.hot_cpu_ns() > 0);
  CHECK(rig.sampler.hot().lateness().quantile_ns(0.5) <=
        rig.sampler.hot().lateness().quantile_ns(0.99));
}

TEST("a full ring drops rows and counts them, and the totals miss nothing") {
  Rig rig(getpid(), 4);
  rig.sampler.start();
  rig.wait_for_samples(20);
  rig.sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(totals.dropped_samples, totals.samples - 4);
  CHECK_EQUAL(totals.rss.count, totals.samples);
}

TEST("the end of a process is an exit with a stamp, never a sample of 0 bytes") {
  ChildProcess child;
  Rig rig(child.pid(), 4096);
  rig.sampler.start();
  rig.wait_for_samples(5);
  const auto before_ns = static_cast<double>(monotonic_now_ns());
  child.end();
  while (!rig.sampler.has_exited()) sched_yield();
  const SamplerTotals totals = rig.totals();
  CHECK(totals.exited_at_ns >= before_ns);
  CHECK(totals.rss.lowest > 0);
  CHECK_EQUAL(totals.read_errors, 0U);
  rig.sampler.stop();
  CHECK(rig.sampler.has_exited());
}

TEST("deadlines that cannot be kept are missed and counted, each once") {
  constexpr int64_t kPeriodNs = 1'000;  // shorter than one read takes
  Rig rig(getpid(), 4, kPeriodNs);
  rig.sampler.start();
  rig.wait_for_samples(1'000);
  rig.sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK(totals.missed_ticks > 0);
  // Between the first deadline and the one after the last tick; that tick began within the slots that it missed.
  const double slots = (totals.last_at_ns - totals.started_at_ns) / kPeriodNs;
  const auto served_or_missed = static_cast<double>(totals.ticks + totals.missed_ticks);
  CHECK(served_or_missed >= std::floor(slots));
}

TEST("a slow sampler stops at once") {
  Rig rig(getpid(), 16, 3600 * kNsPerSecond);
  rig.sampler.start();
  rig.wait_for_samples(1);
  rig.sampler.stop();
  CHECK_EQUAL(rig.totals().samples, 1U);
}
