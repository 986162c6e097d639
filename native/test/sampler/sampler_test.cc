#include "sampler/sampler.h"

#include <unistd.h>

#include <cmath>

#include "base/clock.h"
#include "harness.h"
#include "support/child_process.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

TEST("a sampler that never started has measured nothing") {
  SamplerRig rig(getpid(), 16);
  Sampler& sampler = rig.make();
  CHECK_EQUAL(rig.totals().ticks, 0U);
  CHECK(std::isnan(rig.totals().rss.peak));
  sampler.stop();
  sampler.stop();
}

TEST("starting twice, stopping twice and starting after the stop are harmless") {
  SamplerRig rig(getpid(), 1024);
  Sampler& sampler = rig.make();
  sampler.start();
  sampler.start();
  rig.wait_for_samples(5);
  sampler.stop();
  sampler.stop();
  const uint64_t samples = rig.totals().samples;
  sampler.start();
  CHECK_EQUAL(rig.totals().samples, samples);
}

TEST("a sampler destroyed without a stop joins its thread") {
  SamplerRig rig(getpid(), 1024);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(2);
}

TEST("every tick is on the ring with its timestamp, and deadlines are a period apart") {
  SamplerRig rig(getpid(), 4096);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(50);
  sampler.stop();
  RingReader<Record> reader(rig.hot_memory.data());
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
  CHECK(sampler.hot_cpu_ns() > 0);
  CHECK(sampler.hot().lateness().quantile_ns(0.5) <=
        sampler.hot().lateness().quantile_ns(0.99));
}

TEST("a full ring drops and counts rows, and the totals include them") {
  SamplerRig rig(getpid(), 4);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(20);
  sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(totals.dropped_samples, totals.samples - 4);
  CHECK_EQUAL(totals.rss.count, totals.samples);
}

TEST("the end of a process is an exit with a timestamp, never a sample of 0 bytes") {
  ChildProcess child;
  SamplerRig rig(child.pid(), 4096);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(5);
  const auto before_ns = static_cast<double>(monotonic_now_ns());
  child.end();
  wait_until([&] { return sampler.has_exited(); });
  const SamplerTotals totals = rig.totals();
  CHECK(totals.exited_at_ns >= before_ns);
  CHECK(totals.rss.lowest > 0);
  CHECK_EQUAL(totals.read_errors, 0U);
  sampler.stop();
  CHECK(sampler.has_exited());
}

TEST("deadlines that cannot be met are each counted as missed once") {
  constexpr int64_t kPeriodNs = 1'000;  // shorter than one read
  SamplerRig rig(getpid(), 4, kPeriodNs);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1'000);
  sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK(totals.missed_ticks > 0);
  // Between the first deadline and the one after the last tick, which began after deadlines that it missed.
  const double slots = (totals.last_at_ns - totals.started_at_ns) / kPeriodNs;
  const auto served_or_missed = static_cast<double>(totals.ticks + totals.missed_ticks);
  CHECK(served_or_missed >= std::floor(slots));
}

TEST("a slow sampler stops immediately") {
  SamplerRig rig(getpid(), 16, 3600 * kNsPerSecond);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1);
  sampler.stop();
  CHECK_EQUAL(rig.totals().samples, 1U);
}
