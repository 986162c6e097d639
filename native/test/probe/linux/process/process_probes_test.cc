#include "probe/linux/process/process_probes.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "probe/linux/process/process_stat.h"
#include "probe/linux/process/process_threads.h"
#include "support/child_process.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

ProcessHandle open_self() { return ProcessHandle::open("/proc", getpid()); }

}  // namespace

TEST("anonymous, file and shared memory add up to RSS") {
  ChildProcess child;
  const ProcessHandle process = ProcessHandle::open("/proc", child.pid());
  ProcessMemoryProbe probe(process);
  const ProbeValues values = probe.read();
  const auto resident = static_cast<double>(process.read_statm().resident_bytes);
  CHECK_EQUAL(values[0] + values[1] + values[2], resident);
  CHECK(values[4] >= resident);
}

TEST("the memory of a process that has ended is absent, not zero") {
  ChildProcess child;
  ProcessMemoryProbe probe(ProcessHandle::open("/proc", child.pid()));
  child.end();
  const ProbeValues values = probe.read();
  CHECK(std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }));
}

TEST("user time, system time and faults match the system's account of this process") {
  ProcessCpuProbe probe(open_self());
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  const ProbeValues values = probe.read();
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  CHECK(values[2] >= static_cast<double>(before.ru_minflt));
  CHECK(values[2] <= static_cast<double>(after.ru_minflt));
  const double used_ns = values[0] + values[1];
  const auto cpu_ns = [](const rusage& usage) {
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
  };
  // The kernel reports in clock ticks, one rounding per kind of time.
  CHECK(used_ns <= cpu_ns(after) && used_ns >= cpu_ns(before) - 2e9 / 100);
  CHECK(values[4] >= 1);
}

TEST("the CPU clock of a process reports its own time in nanoseconds") {
  const ProcessHandle self = open_self();
  const auto before = static_cast<double>(clock_ns(CLOCK_PROCESS_CPUTIME_ID));
  const double reported = self.read_cpu_ns();
  const auto after = static_cast<double>(clock_ns(CLOCK_PROCESS_CPUTIME_ID));
  CHECK(before <= reported && reported <= after);
}

TEST("bytes read are counted") {
  const ProcessHandle self = open_self();
  ProcessIoProbe probe(self);
  const double before = probe.read()[2];
  const Fd file = self.open_file("maps");
  char text[100];
  CHECK_EQUAL(pread(file.get(), text, sizeof(text), 0), 100);
  CHECK(probe.read()[2] - before >= 100);
}

TEST("stat is parsed up to the last field, and a shorter text is rejected") {
  const std::string text =
      "7 (x) S 5 1 1 0 -1 4194560 11 0 22 0 33 44 0 0 20 0 9 0 8675309 0 0\n";
  const auto stat = parse_process_stat(text);
  CHECK(stat.has_value());
  CHECK_EQUAL(stat->parent_pid, 5);
  CHECK(!stat->is_exiting);
  CHECK_EQUAL(stat->minor_faults, 11U);
  CHECK_EQUAL(stat->major_faults, 22U);
  CHECK_EQUAL(stat->user_ticks, 33U);
  CHECK_EQUAL(stat->system_ticks, 44U);
  CHECK_EQUAL(stat->threads, 9U);
  CHECK_EQUAL(stat->start_ticks, 8675309U);
  const std::string exiting = "7 (x) R 5 1 1 0 -1 4194564 11 0 22 0 33 44 0 0 20 0 9 0 8675309 0 0\n";
  CHECK(parse_process_stat(exiting)->is_exiting);
  CHECK(!parse_process_stat(text.substr(0, 50)).has_value());
  CHECK(!parse_process_stat("").has_value());
  CHECK(!parse_process_stat(")(").has_value());
}

TEST("children are found in the lists of all threads") {
  const ProcessHandle self = open_self();
  ProcessThreads threads(self);
  ChildProcess of_main;
  std::vector<pid_t> children;
  pid_t of_other = 0;
  std::thread other([&] {
    ChildProcess child;
    of_other = child.pid();
    threads.list_children(children);
  });
  other.join();
  CHECK(std::find(children.begin(), children.end(), of_main.pid()) != children.end());
  CHECK(std::find(children.begin(), children.end(), of_other) != children.end());
}

TEST("context switches of a thread that has ended stay in the sum") {
  const ProcessHandle self = open_self();
  ProcessThreads threads(self);
  double with_thread = 0;
  std::thread other([&] {
    for (int i = 0; i < 50; ++i) usleep(100);  // voluntary switches
    with_thread = threads.read_scheduling()[1];
  });
  other.join();
  const double without_thread = threads.read_scheduling()[1];
  CHECK(with_thread >= 50);
  CHECK(without_thread >= with_thread);
}

TEST("an unreadable list of threads is reported") {
  const FakeProc proc;
  proc.write(77, "stat", "77 (x) R 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  proc.write(77, "statm", "100 50 20 1 0 30 0\n");
  ProcessThreads threads(ProcessHandle::open(proc.path(), 77));
  std::vector<pid_t> children;
  CHECK(!threads.list_children(children));
  CHECK(std::isnan(threads.read_scheduling()[0]));
}

TEST("thread values that the kernel lacks are absent, and the others are kept") {
  const FakeProc proc;
  proc.write(77, "stat", "77 (x) R 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  proc.write(77, "statm", "100 50 20 1 0 30 0\n");
  proc.write(77, "task/77/comm", "x\n");
  ProcessThreads threads(ProcessHandle::open(proc.path(), 77));
  for (const double value : threads.read_scheduling()) CHECK(std::isnan(value));
  proc.write(77, "task/77/status", "voluntary_ctxt_switches:\t3\nnonvoluntary_ctxt_switches:\t4\n");
  const ProbeValues without_wait = threads.read_scheduling();
  CHECK(std::isnan(without_wait[0]));
  CHECK_EQUAL(without_wait[1], 3.0);
  CHECK_EQUAL(without_wait[2], 4.0);
  proc.write(77, "task/77/schedstat", "10 20 30\n");
  CHECK_EQUAL(threads.read_scheduling()[0], 20.0);
}
