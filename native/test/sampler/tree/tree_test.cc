#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <csignal>
#include <set>
#include <string>

#include "base/error.h"
#include "harness.h"
#include "support/child_process.h"
#include "support/fake_proc.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

bool knows(const Sampler& sampler, pid_t pid) {
  for (const ProcessReport& report : sampler.table().reports()) {
    if (report.identity.pid == pid) return true;
  }
  return false;
}

uint64_t live(const Sampler& sampler) { return sampler.table().counts().live; }

/** Samples the processes of a cgroup, and continues when all have ended. */
void follow_cgroup(SamplerRig& rig, const FakeProc& cgroup) {
  rig.add_survey(false);
  rig.setup.pids.clear();
  rig.setup.survey->scope.cgroup_folder = cgroup.path();
  rig.setup.hot.ends_with_processes = false;
}

}  // namespace

TEST("children from before the start are sampled from the first tick") {
  ChildProcess child;
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  CHECK(knows(sampler, child.pid()));
  CHECK_EQUAL(rig.report(child.pid()).parent_pid, getpid());
  sampler.start();
  rig.wait_for_samples(10);
  sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(rig.report(child.pid()).totals.rss.count, totals.ticks);
  CHECK_EQUAL(totals.samples, 2 * totals.ticks);
  CHECK_EQUAL(totals.rss.count, totals.ticks);
}

TEST("the sum over a tree is of one tick and equals the sum of its processes") {
  ChildProcess child;
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(20);
  sampler.stop();
  RingReader<Record> reader(rig.hot_memory.data());
  Record record{};
  double sum = 0;
  double peak = 0;
  double tick_ns = 0;
  while (reader.read(record)) {
    if (record.time_ns != tick_ns) sum = 0;
    tick_ns = record.time_ns;
    sum += record.values[0];
    peak = std::max(peak, sum);
  }
  CHECK_EQUAL(peak, rig.totals().rss.peak);
}

TEST("a child that starts later is found, and its end is an exit while the others go on") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  pid_t pid = 0;
  {
    ChildProcess child;
    pid = child.pid();
    wait_until([&] { return knows(sampler, pid) && rig.report(pid).totals.rss.count > 3; });
    child.end();
    wait_until([&] { return !std::isnan(rig.report(pid).totals.exited_at_ns); });
    wait_until([&] { return live(sampler) == 1; });
  }
  const ProcessReport ended = rig.report(pid);
  CHECK(ended.totals.rss.lowest > 0);
  CHECK(!ended.surveyed.empty());
  CHECK(!sampler.has_exited());
  const uint64_t samples = rig.totals().samples;
  rig.wait_for_samples(samples + 5);
  sampler.stop();
}

TEST("a survey reports swap, faults, threads and switches") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return sampler.survey()->totals().ticks >= 3; });
  sampler.stop();
  std::set<uint16_t> kinds;
  for (const KindTotals& totals : rig.report(getpid()).surveyed) {
    kinds.insert(static_cast<uint16_t>(totals.kind));
    CHECK(totals.totals.columns[0].count >= 3);
  }
  CHECK(kinds == (std::set<uint16_t>{2, 3, 4, 5}));
  RingReader<Record> reader(rig.survey_memory.data());
  Record record{};
  uint64_t rows = 0;
  while (reader.read(record)) ++rows;
  CHECK_EQUAL(rows, sampler.survey()->totals().rows);
  CHECK(sampler.survey_cpu_ns() > 0);
}

TEST("CPU time counts from the start for an existing process, from its birth for a newborn") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(5);
  ChildProcess child;
  wait_until([&] { return knows(sampler, child.pid()) && rig.report(child.pid()).totals.cpu.count > 1; });
  sampler.stop();
  const ProcessTotals self = rig.report(getpid()).totals;
  const ProcessTotals newborn = rig.report(child.pid()).totals;
  const double sum = self.cpu.last - self.cpu.first + newborn.cpu.last;
  CHECK_EQUAL(rig.totals().cpu_ns, sum);
}

TEST("every process has its CPU clock read in turn when there are many") {
  std::array<ChildProcess, 9> children;
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return rig.totals().ticks >= 40; });
  sampler.stop();
  const uint64_t ticks = rig.totals().ticks;
  for (const ProcessReport& report : sampler.table().reports()) {
    // Ten processes, one CPU clock per tick: each at every tenth tick.
    CHECK(report.totals.cpu.count >= ticks / 10 && report.totals.cpu.count <= ticks / 10 + 1);
    CHECK_EQUAL(report.totals.rss.count, ticks);
  }
}

TEST("CPU time of a process that has ended is complete: its clock is read once more") {
  ChildProcess child;
  SamplerRig rig(child.pid());
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(3);
  child.end();
  wait_until([&] { return sampler.has_exited(); });
  const ProcessTotals totals = rig.report(child.pid()).totals;
  CHECK(totals.cpu.count == totals.rss.count + 1);
  CHECK_EQUAL(rig.totals().cpu_ns, totals.cpu.last - totals.cpu.first);
}

TEST("the processes of a cgroup are sampled, and sampling goes on when all have ended") {
  const FakeProc cgroup;
  ChildProcess child;
  cgroup.write("cgroup.procs", std::to_string(child.pid()) + "\n");
  SamplerRig rig(getpid());
  follow_cgroup(rig, cgroup);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(3);
  child.end();
  wait_until([&] { return live(sampler) == 0; });
  ChildProcess later;
  cgroup.write("below/cgroup.procs", std::to_string(later.pid()) + "\n");
  wait_until([&] { return knows(sampler, later.pid()); });
  CHECK(!sampler.has_exited());
  sampler.stop();
}

TEST("the average of the sum skips time without processes") {
  const FakeProc cgroup;
  ChildProcess earlier;
  cgroup.write("cgroup.procs", std::to_string(earlier.pid()) + "\n");
  SamplerRig rig(getpid());
  follow_cgroup(rig, cgroup);
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(3);
  earlier.end();
  wait_until([&] { return live(sampler) == 0; });
  const uint64_t ticks = rig.totals().ticks;
  wait_until([&] { return rig.totals().ticks >= ticks + 5; });
  ChildProcess later;
  cgroup.write("cgroup.procs", std::to_string(later.pid()) + "\n");
  const uint64_t samples = rig.totals().samples;
  rig.wait_for_samples(samples + 5);
  sampler.stop();
  const double spans_ns = rig.report(earlier.pid()).totals.rss.span_ns +
                          rig.report(later.pid()).totals.rss.span_ns;
  CHECK_EQUAL(rig.totals().rss.span_ns, spans_ns);
  CHECK_EQUAL(rig.totals().anon.span_ns, spans_ns);
}

TEST("a process that does not fit is counted once, however often it is found") {
  ChildProcess child;
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.most_processes = 1;
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return sampler.survey()->totals().discoveries >= 5; });
  CHECK_EQUAL(sampler.table().counts().unsampled_total(), 1U);
  ChildProcess other;
  wait_until([&] { return sampler.table().counts().unsampled_total() > 1; });
  sampler.stop();
  CHECK_EQUAL(sampler.table().counts().unsampled_total(), 2U);
}

TEST("excess processes are counted, and ended ones make room") {
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.most_processes = 2;
  Sampler& sampler = rig.make();
  sampler.start();
  ChildProcess first;
  wait_until([&] { return knows(sampler, first.pid()); });
  ChildProcess second;
  wait_until([&] { return sampler.table().counts().unsampled_total() > 0; });
  first.end();
  first.reap();
  wait_until([&] { return knows(sampler, second.pid()); });
  sampler.stop();
  CHECK_EQUAL(sampler.table().counts().forgotten, 0U);
  CHECK_EQUAL(sampler.table().reports().size(), 3U);
}

TEST("a sum that lacks a process is a gap, not a smaller sum") {
  const FakeProc proc;
  for (const pid_t pid : {77, 78}) {
    proc.write(pid, "stat", "7 (x) R 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
    proc.write(pid, "statm", "100 50 20 1 0 30 0\n");
  }
  SamplerRig rig(77);
  rig.setup.proc_root = proc.path();
  rig.setup.pids = {77, 78};
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return rig.totals().rss.count >= 3; });
  proc.write(78, "statm", "what\n");
  wait_until([&] { return rig.totals().read_errors >= 5; });
  sampler.stop();
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(totals.rss.lowest, totals.rss.peak);
  CHECK_EQUAL(totals.rss.count, totals.ticks - totals.read_errors);
  CHECK_EQUAL(rig.report(78).totals.read_errors, totals.read_errors);
}

TEST("a rate that exceeds its budget is lowered, and the totals show it") {
  SamplerRig rig(getpid(), 64, 10'000);
  rig.setup.hot.cpu_share = 0.02;
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return rig.totals().rate_reductions > 0; });
  sampler.stop();
  // The current period may be back at the requested one: the budget has room while other work has the cores.
  CHECK(rig.totals().longest_period_ns > 10'000);
  CHECK(rig.totals().longest_period_ns >= rig.totals().period_ns);
}
