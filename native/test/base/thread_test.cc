#include "base/thread.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

#include <atomic>
#include <csignal>
#include <string>

#include "base/clock.h"
#include "base/prompt_thread.h"
#include "harness.h"

using namespace loadcell;

TEST("a thread has its name, blocks every signal and has the finest timer slack") {
  std::string name;
  bool blocked = false;
  int slack_ns = -1;
  Thread thread("loadcell-test", [&](Thread&) {
    char text[16] = {};
    prctl(PR_GET_NAME, text, 0, 0, 0);
    name = text;
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    blocked = sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGPROF) == 1;
    slack_ns = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);
  });
  thread.stop_and_join();
  CHECK_EQUAL(name, "loadcell-test");
  CHECK(blocked);
  CHECK_EQUAL(slack_ns, 1);
}

TEST("creating a thread leaves the signal mask of the creator unchanged") {
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  Thread thread("loadcell-test", [](Thread&) {});
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  CHECK_EQUAL(sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
}

TEST("a sleep ends at its deadline, not before") {
  std::atomic<int64_t> woke_ns{0};
  const int64_t deadline_ns = monotonic_now_ns() + 30'000'000;
  std::atomic<bool> slept{false};
  Thread thread("loadcell-test", [&](Thread& self) {
    slept = self.sleep_until(deadline_ns);
    woke_ns = monotonic_now_ns();
    while (!self.stop_requested()) self.sleep_until(monotonic_now_ns() + 1'000'000);
  });
  while (woke_ns.load() == 0) sched_yield();
  thread.stop_and_join();
  CHECK(slept.load());
  CHECK(woke_ns.load() >= deadline_ns);
}

TEST("a thread in a long sleep is stopped without waiting for its end") {
  std::atomic<bool> slept{true};
  Thread thread("loadcell-test", [&](Thread& self) {
    slept = self.sleep_until(monotonic_now_ns() + 3600 * kNsPerSecond);
  });
  thread.stop_and_join();
  thread.stop_and_join();
  CHECK(!slept.load());
}

TEST("CPU time grows while the thread runs and stays after it has ended") {
  std::atomic<bool> worked{false};
  Thread thread("loadcell-test", [&](Thread& self) {
    while (thread_cpu_ns() < 2'000'000) {
    }
    worked = true;
    self.sleep_until(monotonic_now_ns() + 3600 * kNsPerSecond);
  });
  while (!worked.load()) sched_yield();
  const int64_t running_ns = thread.cpu_ns();
  thread.stop_and_join();
  CHECK(running_ns >= 2'000'000);
  CHECK(thread.cpu_ns() >= running_ns);
}

TEST("a prompt thread gives up its priority while busy, and changes nothing without permission") {
  struct Seen {
    bool is_prompt = false;
    int policy = -1;
  };
  Seen idle;
  Seen busy;
  Seen rested;
  Thread thread("prompt", [&](Thread&) {
    PromptThread prompt;
    const auto see = [&prompt] {
      return Seen{prompt.is_prompt(), sched_getscheduler(0) & ~SCHED_RESET_ON_FORK};
    };
    const int64_t began_ns = monotonic_now_ns();
    idle = see();
    // At least half of the reported time has passed, even on a busy machine.
    for (const int64_t until_ns = thread_cpu_ns() + 30'000'000; thread_cpu_ns() < until_ns;) {
    }
    prompt.mind(began_ns + 60'000'000);
    busy = see();
    prompt.mind(began_ns + 2 * kNsPerSecond);
    prompt.mind(began_ns + 3 * kNsPerSecond);
    rested = see();
  });
  thread.stop_and_join();
  CHECK_EQUAL(idle.policy, idle.is_prompt ? SCHED_RR : SCHED_OTHER);
  CHECK(!busy.is_prompt);
  CHECK_EQUAL(busy.policy, SCHED_OTHER);
  CHECK_EQUAL(rested.is_prompt, idle.is_prompt);
  CHECK_EQUAL(rested.policy, idle.policy);
  CHECK_EQUAL(sched_getscheduler(0), SCHED_OTHER);
}
