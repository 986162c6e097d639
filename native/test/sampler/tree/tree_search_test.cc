#include "sampler/tree/tree_search.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "harness.h"
#include "support/child_process.h"
#include "support/fake_proc.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

uint64_t unsampled(const Sampler& sampler) { return sampler.table().counts().unsampled_total(); }

/** Whether the kernel reports births here; it does not in a container. */
bool reports_births() {
  std::string problem;
  if (open_process_births(problem)) return true;
  std::fprintf(stderr, "not tried: %s\n", problem.c_str());
  return false;
}

void write_process(const FakeProc& proc, pid_t pid, pid_t parent, const std::string& statm) {
  proc.write(pid, "stat",
             std::to_string(pid) + " (x) S " + std::to_string(parent) +
                 " 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n");
  proc.write(pid, "statm", statm);
  proc.write(pid, "task/" + std::to_string(pid) + "/comm", "x\n");
}

}  // namespace

TEST("every process born is sampled or counted, however short it was") {
  if (!reports_births()) return;
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.most_processes = 64;
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(1);
  constexpr uint64_t kChildren = 200;
  for (uint64_t i = 0; i < kChildren; ++i) {
    const pid_t pid = fork();
    if (pid == 0) _exit(0);
    CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  }
  sampler.stop();
  const TableCounts counts = sampler.table().counts();
  CHECK_EQUAL(counts.found - 1 + counts.unsampled_total(), kChildren);
  CHECK(!sampler.survey()->totals().has_lost_births);
}

TEST("a sampled zombie is not counted as missed") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  ChildProcess child;
  wait_until([&] { return sampler.table().counts().live == 2; });
  child.end();
  wait_until([&] { return sampler.table().counts().live == 1; });
  const uint64_t searches = sampler.survey()->totals().discoveries;
  wait_until([&] { return sampler.survey()->totals().discoveries >= searches + 5; });
  sampler.stop();
  CHECK_EQUAL(unsampled(sampler), 0U);
}

TEST("children are found by parent when the kernel keeps no lists of them") {
  const FakeProc proc;
  write_process(proc, 77, 1, "100 50 20 1 0 30 0\n");
  write_process(proc, 78, 77, "100 40 20 1 0 30 0\n");
  write_process(proc, 79, 78, "100 30 20 1 0 30 0\n");
  write_process(proc, 80, 1, "100 20 20 1 0 30 0\n");
  SamplerRig rig(77);
  rig.setup.proc_root = proc.path();
  rig.add_survey();
  const Sampler& sampler = rig.make();
  CHECK_EQUAL(sampler.table().counts().found, 3U);
  CHECK_EQUAL(rig.report(79).parent_pid, 78);
  CHECK(!sampler.survey()->no_births_because().empty());
}

TEST("a process that cannot be opened is counted once, by reason") {
  const FakeProc proc;
  write_process(proc, 77, 1, "100 50 20 1 0 30 0\n");
  write_process(proc, 78, 77, "what\n");
  SamplerRig rig(77);
  rig.setup.proc_root = proc.path();
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return sampler.survey()->totals().discoveries >= 5; });
  sampler.stop();
  const TableCounts counts = sampler.table().counts();
  CHECK_EQUAL(counts.unsampled[static_cast<size_t>(Unsampled::kUnreadable)], 1U);
  CHECK_EQUAL(counts.unsampled_total(), 1U);
}

TEST("a process has the name of the program that it executes") {
  SamplerRig rig(getpid());
  rig.add_survey();
  Sampler& sampler = rig.make();
  sampler.start();
  int gate[2];
  CHECK_EQUAL(pipe(gate), 0);
  const pid_t pid = fork();
  if (pid == 0) {
    char go = 0;
    close(gate[1]);
    if (read(gate[0], &go, 1) < 0) _exit(1);
    execlp("sleep", "sleep", "100", nullptr);
    _exit(1);
  }
  wait_until([&] { return sampler.table().counts().live == 2; });
  close(gate[1]);
  wait_until([&] { return rig.report(pid).program == "sleep"; });
  kill(pid, SIGKILL);
  CHECK_EQUAL(waitpid(pid, nullptr, 0), pid);
  close(gate[0]);
  sampler.stop();
}
