#include "probe/linux/machine_probes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fake_proc.h"
#include "harness.h"
#include "probe/linux/cgroup_location.h"
#include "probe/linux/cgroup_memory_probe.h"
#include "probe/linux/cgroup_processes.h"
#include "probe/linux/pressure_probe.h"
#include "sampler/survey_probes.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

void write_mount(const FakeProc& proc, const std::string& root, const std::string& point,
                 const std::string& rest) {
  proc.write("self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda rw\n30 22 0:26 " + root + " " +
                                   proc.path() + point + " rw shared:4 - " + rest + "\n");
}

bool all_absent(const ProbeValues& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

}  // namespace

TEST("a group of version 2 tells its memory, the lowest limit above it, and its events") {
  const FakeProc proc;
  write_mount(proc, "/", "/cg", "cgroup2 cgroup2 rw");
  proc.write("7/cgroup", "0::/a.slice/b.scope\n");
  proc.write("cg/a.slice/memory.max", "9000\n");
  proc.write("cg/a.slice/b.scope/memory.max", "max\n");
  proc.write("cg/a.slice/b.scope/memory.current", "4096\n");
  proc.write("cg/a.slice/b.scope/memory.peak", "8192\n");
  proc.write("cg/a.slice/b.scope/memory.events",
             "low 0\nhigh 1\nmax 5\noom 2\noom_kill 3\noom_group_kill 0\n");
  const auto location = locate_cgroup(proc.path(), 7);
  CHECK(location.has_value());
  CHECK_EQUAL(location->version, 2);
  CgroupMemoryProbe probe(*location);
  CHECK(probe.read() == (ProbeValues{4096, 8192, 9000, 5, 3}));
  proc.write("cg/a.slice/b.scope/memory.max", "700\n");
  CHECK_EQUAL(probe.read()[2], 700.0);
}

TEST("a group of version 1 tells the same, and no limit is infinite") {
  const FakeProc proc;
  write_mount(proc, "/", "/cg\\040memory", "cgroup cgroup rw,memory");
  // A hybrid: version 2 is mounted too, without the memory controller.
  proc.write("7/cgroup", "4:memory,hugetlb:/job\n1:name=systemd:/x\n0::/y\n");
  proc.write("cg memory/job/memory.usage_in_bytes", "4096\n");
  proc.write("cg memory/job/memory.max_usage_in_bytes", "8192\n");
  proc.write("cg memory/job/memory.limit_in_bytes", "9223372036854771712\n");
  proc.write("cg memory/memory.limit_in_bytes", "9223372036854771712\n");
  proc.write("cg memory/job/memory.failcnt", "6\n");
  proc.write("cg memory/job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
  const auto location = locate_cgroup(proc.path(), 7);
  CHECK(location.has_value());
  CHECK_EQUAL(location->version, 1);
  CHECK(CgroupMemoryProbe(*location).read() == (ProbeValues{4096, 8192, kInfinite, 6, 2}));
}

TEST("a mount that shows only a part of the hierarchy is looked into from that part on") {
  const FakeProc proc;
  write_mount(proc, "/docker/c1", "/cg", "cgroup2 cgroup2 rw");
  proc.write("cg/inner/memory.current", "1\n");
  proc.write("7/cgroup", "0::/docker/c1/inner\n");
  CHECK_EQUAL(locate_cgroup(proc.path(), 7)->folder, proc.path() + "/cg/inner");
  proc.write("7/cgroup", "0::/docker/c1\n");
  CHECK_EQUAL(locate_cgroup(proc.path(), 7)->folder, proc.path() + "/cg");
  proc.write("7/cgroup", "0::/../elsewhere\n");
  CHECK_EQUAL(locate_cgroup(proc.path(), 7)->folder, proc.path() + "/cg");
}

TEST("without a memory controller, or with a group that cannot be seen, there is no location") {
  const FakeProc proc;
  CHECK(!locate_cgroup(proc.path(), 7).has_value());
  proc.write("7/cgroup", "0::/gone\n");
  CHECK(!locate_cgroup(proc.path(), 7).has_value());
  write_mount(proc, "/", "/cg", "cgroup2 cgroup2 rw");
  CHECK(!locate_cgroup(proc.path(), 7).has_value());
  const SurveyProbes made = make_survey_probes(proc.path(), {.machine = false, .cgroup_of = 7});
  CHECK(made.probes.empty());
  CHECK_EQUAL(made.missing.size(), 1U);
}

TEST("a group whose files cannot be read has absent values") {
  const FakeProc proc;
  proc.write("cg/other", "");
  CgroupMemoryProbe probe({.version = 2, .folder = proc.path() + "/cg", .mount_point = proc.path()});
  CHECK(all_absent(probe.read()));
}

TEST("processes of a group are those of the groups below as well") {
  const FakeProc proc;
  proc.write("cg/cgroup.procs", "1\n22\n0\n");
  proc.write("cg/below/deeper/cgroup.procs", "333\n");
  std::vector<pid_t> pids;
  list_cgroup_processes(proc.path() + "/cg", pids);
  CHECK(pids == (std::vector<pid_t>{1, 22, 333}));
  list_cgroup_processes(proc.path() + "/gone", pids);
  CHECK_EQUAL(pids.size(), 3U);
}

TEST("pressure is told in nanoseconds, by line") {
  const FakeProc proc;
  const std::string rest = " avg10=0.00 avg60=1.00 avg300=0.00 total=";
  proc.write("pressure/memory", "some" + rest + "11\nfull" + rest + "22\n");
  proc.write("pressure/cpu", "some" + rest + "33\n");
  proc.write("pressure/io", "some" + rest + "44\nfull" + rest + "55\n");
  PressureProbe probe(PressureSource::kMachine, proc.path() + "/pressure");
  CHECK(probe.read() == (ProbeValues{11e3, 22e3, 33e3, 44e3, 55e3}));
  CHECK(!PressureProbe(PressureSource::kCgroup, proc.path() + "/pressure").is_available());
}

TEST("memory and CPU time of the machine are read by name and by place") {
  const FakeProc proc;
  proc.write("meminfo",
             "MemTotal: 100 kB\nMemFree: 20 kB\nMemAvailable: 60 kB\nBuffers: 1 kB\nCached: 30 kB\n"
             "SwapCached: 5 kB\nSwapTotal: 50 kB\nSwapFree: 40 kB\n");
  CHECK(MachineMemoryProbe(proc.path()).read() ==
        (ProbeValues{102400, 61440, 20480, 30720, 10240}));
  proc.write("stat", "cpu  1 2 3 40 5 6 7 8 0 0\ncpu0 1 1 1 20 1 1 1 1 0 0\ncpu1 0 0 0 0 0 0 0 0\nintr 5\n");
  const ProbeValues cpu = MachineCpuProbe(proc.path()).read();
  const double tick_ns = 1e9 / 100;
  CHECK_EQUAL(cpu[0], (1 + 2 + 3 + 6 + 7) * tick_ns);
  CHECK_EQUAL(cpu[1], (40 + 5) * tick_ns);
  CHECK_EQUAL(cpu[2], 8 * tick_ns);
  CHECK_EQUAL(cpu[3], 2.0);
}

TEST("a machine that tells nothing has absent values") {
  const FakeProc proc;
  CHECK(all_absent(MachineMemoryProbe(proc.path()).read()));
  CHECK(all_absent(MachineCpuProbe(proc.path()).read()));
  proc.write("stat", "cpu  1 2\n");
  CHECK(all_absent(MachineCpuProbe(proc.path()).read()));
}

TEST("this very machine tells its memory and CPU time") {
  const ProbeValues memory = MachineMemoryProbe("/proc").read();
  CHECK(memory[0] > memory[1] && memory[1] > 0);
  MachineCpuProbe probe("/proc");
  const ProbeValues before = probe.read();
  const ProbeValues after = probe.read();
  CHECK(before[0] > 0 && after[0] >= before[0] && after[3] >= 1);
}
