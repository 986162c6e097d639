#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>

#include "harness.h"
#include "support/child_process.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

TEST("the guard reports the soft limit and lets the process live") {
  ChildProcess child;
  SamplerRig rig(child.pid());
  rig.setup.hot.guard = {.soft_bytes = 1, .stop_signal = SIGKILL};
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(5);
  sampler.stop();
  const GuardTotals guard = rig.totals().guard;
  CHECK(guard.soft.at_ns >= rig.totals().started_at_ns);
  CHECK(guard.soft.bytes > 1 && std::isnan(guard.hard.at_ns));
  CHECK_EQUAL(guard.signalled, 0U);
  CHECK(kill(child.pid(), 0) == 0);
}

TEST("the guard stops every process of the tree at the hard limit, and only once") {
  ChildProcess child;
  SamplerRig rig(child.pid());
  rig.setup.hot.guard = {.hard_bytes = 1, .stop_signal = SIGKILL};
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return sampler.has_exited(); });
  const SamplerTotals totals = rig.totals();
  CHECK_EQUAL(totals.guard.signalled, 1U);
  CHECK_EQUAL(totals.guard.hard.at_ns, totals.rss.peak_at_ns);
  CHECK(totals.exited_at_ns >= totals.guard.hard.at_ns);
}

TEST("the guard signals a process once, however long it lives") {
  ChildProcess child;
  SamplerRig rig(child.pid());
  rig.setup.hot.guard = {.hard_bytes = 1, .stop_signal = SIGCONT};  // harmless
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(10);
  sampler.stop();
  CHECK_EQUAL(rig.totals().guard.signalled, 1U);
}

TEST("the guard does not signal its own process, even if it is sampled") {
  ChildProcess child;
  SamplerRig rig(getpid());
  rig.add_survey();
  rig.setup.hot.guard = {.hard_bytes = 1, .stop_signal = SIGCONT};
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(10);
  sampler.stop();
  CHECK_EQUAL(rig.totals().samples, 2 * rig.totals().ticks);
  CHECK_EQUAL(rig.totals().guard.signalled, 1U);
}

TEST("the guard stops the leader of its own process group, but not the group") {
  const pid_t leader = fork();
  if (leader == 0) {
    for (;;) pause();
  }
  static std::atomic<int> received{0};
  struct sigaction action {};
  action.sa_handler = [](int) { ++received; };
  struct sigaction before {};
  CHECK(sigaction(SIGUSR1, &action, &before) == 0);
  const pid_t own_group = getpgrp();
  CHECK(setpgid(leader, leader) == 0);
  // A session leader cannot leave its group: then there is nothing to test.
  const bool has_joined = setpgid(0, leader) == 0;
  SamplerRig rig(leader);
  rig.setup.hot.guard = {.hard_bytes = 1, .stop_signal = SIGUSR1};
  Sampler& sampler = rig.make();
  sampler.start();
  wait_until([&] { return sampler.has_exited(); });
  if (has_joined) CHECK(setpgid(0, own_group) == 0);
  sigaction(SIGUSR1, &before, nullptr);
  CHECK_EQUAL(waitpid(leader, nullptr, 0), leader);
  CHECK_EQUAL(rig.totals().guard.signalled, 1U);
  CHECK_EQUAL(received.load(), 0);
}

TEST("a guard without a signal reports the hard limit and lets the process live") {
  ChildProcess child;
  SamplerRig rig(child.pid());
  rig.setup.hot.guard = {.hard_bytes = 1};
  Sampler& sampler = rig.make();
  sampler.start();
  rig.wait_for_samples(5);
  sampler.stop();
  CHECK(rig.totals().guard.hard.bytes > 1);
  CHECK(!sampler.has_exited());
}
