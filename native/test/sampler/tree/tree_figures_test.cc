#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "support/child_process.h"
#include "support/fake_proc.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr size_t kSharedBytes = 32 << 20;

/** The last value of a column of kTree. */
ColumnTotals tree_column(const Sampler& sampler, size_t column) {
  for (const KindTotals& surveyed : sampler.survey()->surveyed()) {
    if (surveyed.kind == RecordKind::kTree) return surveyed.totals.columns[column];
  }
  return {};
}

void use_cpu(int64_t ns) {
  while (clock_ns(CLOCK_PROCESS_CPUTIME_ID) < ns) {
  }
}

/** Processes that share memory with this one, during this object's lifetime. */
class Sharers {
 public:
  explicit Sharers(int count) {
    for (int i = 0; i < count; ++i) {
      const pid_t pid = fork();
      if (pid == 0) {
        for (;;) pause();
      }
      pids_.push_back(pid);
    }
  }
  ~Sharers() {
    for (const pid_t pid : pids_) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }
  Sharers(const Sharers&) = delete;
  Sharers& operator=(const Sharers&) = delete;

 private:
  std::vector<pid_t> pids_;
};

/** Memory that later child processes map as well. */
class Pages {
 public:
  Pages() : bytes_(mmap(nullptr, kSharedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    std::memset(bytes_, 1, kSharedBytes);
  }
  ~Pages() { munmap(bytes_, kSharedBytes); }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

 private:
  void* bytes_;
};

double own_rss_bytes() {
  return static_cast<double>(ProcessHandle::open("/proc", getpid()).read_statm().resident_bytes);
}

}  // namespace

TEST("CPU time of reaped children counts, including unsampled ones") {
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.most_processes = 1;
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1);
  constexpr int kChildren = 10;
  constexpr int64_t kEachNs = 20'000'000;
  const int64_t before_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < kChildren; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      use_cpu(kEachNs);
      _exit(0);
    }
    CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  }
  sampler.stop();
  const auto own_ns = static_cast<double>(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - before_ns);
  const double total_ns = tree_column(sampler, 0).last;
  // The kernel reports child CPU time in clock ticks, one rounding per kind of time.
  CHECK(total_ns >= kChildren * kEachNs - 20e6);
  CHECK(total_ns <= 3.0 * kChildren * kEachNs + own_ns);
}

TEST("CPU time of a child that is not reaped counts as far as it was sampled") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1);
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  struct sigaction before {};
  CHECK_EQUAL(sigaction(SIGCHLD, &ignored, &before), 0);
  constexpr double kUsedNs = 20e6;
  constexpr int kChildren = 2;
  for (int i = 0; i < kChildren; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      for (;;) use_cpu(std::numeric_limits<int64_t>::max());
    }
    wait_until([&] { return sampler.table().counts().live == 2; });
    wait_until([&] { return rig.report(pid).totals.cpu.last >= kUsedNs; });
    kill(pid, SIGKILL);
    wait_until([&] { return sampler.table().counts().live == 1; });
  }
  sampler.stop();
  sigaction(SIGCHLD, &before, nullptr);
  const ColumnTotals own = rig.report(getpid()).totals.cpu;
  CHECK(tree_column(sampler, 0).last - (own.last - own.first) >= kChildren * kUsedNs);
}

TEST("shared pages do not trigger the guard") {
  const Pages pages;
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.hot.guard = {.hard_bytes = own_rss_bytes() + 1.5 * kSharedBytes};
  Sampler& sampler = rig.make();
  sampler.start();
  {
    const Sharers sharers(4);
    wait_until([&] {
      return sampler.weight().readings >= 3 || !std::isnan(rig.totals().guard.hard.at_ns);
    });
    CHECK(rig.totals().rss.peak > own_rss_bytes() + 2.0 * kSharedBytes);
  }
  sampler.stop();
  CHECK(std::isnan(rig.totals().guard.hard.at_ns));
}

TEST("unshared pages trigger the guard, by the proportional size") {
  SamplerRig rig(getpid());
  rig.add_survey();
  // Of this instant: the sanitizer's own memory grows while the test runs.
  const double limit_bytes = own_rss_bytes() + 3.0 * kSharedBytes;
  rig.setup.hot.guard = {.hard_bytes = limit_bytes};
  Sampler& sampler = rig.make();
  sampler.start();
  std::vector<pid_t> pids;
  for (int i = 0; i < 4; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      const Pages pages;
      for (;;) pause();
    }
    pids.push_back(pid);
  }
  wait_until([&] { return !std::isnan(rig.totals().guard.hard.at_ns); });
  for (const pid_t pid : pids) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }
  sampler.stop();
  const GuardCrossing hard = rig.totals().guard.hard;
  CHECK(hard.basis == GuardBasis::kProportional);
  CHECK(hard.bytes > limit_bytes);
}

// ThreadSanitizer keeps its state in the address space, and cannot follow a second process into it.
#if !defined(__SANITIZE_THREAD__)
TEST("a shared address space counts once, until one of its processes calls exec") {
  const Pages pages;
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1);
  int gate[2];
  CHECK_EQUAL(pipe(gate), 0);
  static int gate_reader;
  gate_reader = gate[0];
  std::vector<char> stack(1 << 16);
  const auto run = [](void*) -> int {
    char go = 0;
    if (read(gate_reader, &go, 1) != 1) return 1;
    execlp("sleep", "sleep", "100", nullptr);
    return 1;
  };
  const pid_t pid = clone(run, stack.data() + stack.size(), CLONE_VM | SIGCHLD, nullptr);
  CHECK(pid > 0);
  wait_until([&] { return sampler.table().counts().live == 2; });
  const uint64_t ticks = rig.totals().ticks;
  wait_until([&] { return rig.totals().ticks >= ticks + 20; });
  CHECK(rig.totals().rss.peak < own_rss_bytes() + 0.5 * kSharedBytes);
  CHECK_EQUAL(rig.report(pid).totals.rss.count, 0U);
  CHECK_EQUAL(write(gate[1], "g", 1), 1);
  wait_until([&] { return rig.report(pid).totals.rss.count > 0; });
  kill(pid, SIGKILL);
  CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  sampler.stop();
  CHECK(rig.report(pid).totals.rss.peak < 0.5 * kSharedBytes);
  close(gate[0]);
  close(gate[1]);
}
#endif

TEST("huge pages and swap count as memory, even for a process with a long status") {
  const FakeProc proc;
  proc.write(77, "stat", "77 (x) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  proc.write(77, "statm", "100 50 20 1 0 30 0\n");
  std::string groups;
  for (int group = 20'000; group < 20'801; ++group) groups += std::to_string(group) + " ";
  proc.write(77, "status",
             "Groups:\t" + groups + "\nRssAnon:\t120 kB\nRssFile:\t80 kB\nRssShmem:\t0 kB\n"
             "VmSwap:\t400 kB\nHugetlbPages:\t2048 kB\n");
  SamplerRig rig(77);
  rig.setup.proc_root = proc.path();
  rig.add_survey();
  constexpr double kKibibyte = 1024;
  rig.setup.hot.guard = {.hard_bytes = 2500 * kKibibyte};
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return !std::isnan(rig.totals().guard.hard.at_ns); });
  sampler.stop();
  CHECK_EQUAL(tree_column(sampler, 1).last, 2048 * kKibibyte);
  CHECK_EQUAL(tree_column(sampler, 2).last, 400 * kKibibyte);
  CHECK_EQUAL(rig.totals().guard.hard.bytes, (200 + 400 + 2048) * kKibibyte);
  CHECK_EQUAL(rig.totals().rss.peak, (200 + 2048) * kKibibyte);
}
