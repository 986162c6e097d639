#include "probe/linux/machine/machine_probes.h"

#include <algorithm>
#include <cmath>

#include "harness.h"
#include "probe/cgroup/cgroup_processes.h"
#include "probe/linux/machine/pressure_probe.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

bool all_absent(const ProbeValues& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

}  // namespace

TEST("the processes of a cgroup include those of the cgroups below it") {
  const FakeProc proc;
  proc.write("cg/cgroup.procs", "1\n22\n0\n");
  proc.write("cg/below/deeper/cgroup.procs", "333\n");
  std::vector<pid_t> pids;
  list_cgroup_processes(proc.path() + "/cg", pids);
  CHECK(pids == (std::vector<pid_t>{1, 22, 333}));
  list_cgroup_processes(proc.path() + "/gone", pids);
  CHECK_EQUAL(pids.size(), 3U);
}

TEST("pressure is reported in nanoseconds, by line") {
  const FakeProc proc;
  const std::string rest = " avg10=0.00 avg60=1.00 avg300=0.00 total=";
  proc.write("pressure/memory", "some" + rest + "11\nfull" + rest + "22\n");
  proc.write("pressure/cpu", "some" + rest + "33\n");
  proc.write("pressure/io", "some" + rest + "44\nfull" + rest + "55\n");
  PressureProbe probe(PressureSource::kMachine, proc.path() + "/pressure");
  CHECK(probe.read() == (ProbeValues{11e3, 22e3, 33e3, 44e3, 55e3}));
  CHECK(!PressureProbe(PressureSource::kCgroup, proc.path() + "/pressure").is_available());
}

TEST("memory of the machine is read by name and CPU time by position") {
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

TEST("a machine without these files has absent values") {
  const FakeProc proc;
  CHECK(all_absent(MachineMemoryProbe(proc.path()).read()));
  CHECK(all_absent(MachineCpuProbe(proc.path()).read()));
  proc.write("stat", "cpu  1 2\n");
  CHECK(all_absent(MachineCpuProbe(proc.path()).read()));
}

TEST("this machine reports its memory and CPU time") {
  const ProbeValues memory = MachineMemoryProbe("/proc").read();
  CHECK(memory[0] > memory[1] && memory[1] > 0);
  MachineCpuProbe probe("/proc");
  const ProbeValues before = probe.read();
  const ProbeValues after = probe.read();
  CHECK(before[0] > 0 && after[0] >= before[0] && after[3] >= 1);
}
