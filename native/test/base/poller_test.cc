#include "base/poller.h"

#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/deadline_heap.h"
#include "harness.h"

using namespace loadcell;

namespace {

/** Waits like the users of a poller: until the deadline has passed or an event arrives. */
size_t wait_fully(Poller& poller, int64_t deadline_ns) {
  for (;;) {
    const size_t events = poller.wait_until(deadline_ns).size();
    if (events > 0 || monotonic_now_ns() >= deadline_ns) return events;
  }
}

}  // namespace

TEST("a wait ends at its deadline, near, far or past, and not before") {
  Poller poller;
  for (const int64_t wait_ns : {int64_t{-1'000'000}, int64_t{0}, int64_t{300'000}, int64_t{60'000'000}}) {
    const int64_t deadline_ns = monotonic_now_ns() + wait_ns;
    CHECK_EQUAL(wait_fully(poller, deadline_ns), 0U);
    CHECK(monotonic_now_ns() >= deadline_ns);
  }
}

TEST("an event on a descriptor ends an infinite wait") {
  int ends[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
  const Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  Poller poller;
  int tag = 0;
  CHECK(poller.add(ours.get(), EPOLLIN, &tag));
  CHECK(write(theirs.get(), "x", 1) == 1);
  const auto events = poller.wait_until(kNever);
  CHECK_EQUAL(events.size(), 1U);
  CHECK(events[0].data.ptr == &tag);
}

TEST("another thread wakes an infinite wait, before or after it begins") {
  Poller poller;
  poller.wake();
  CHECK_EQUAL(poller.wait_until(kNever).size(), 0U);
  std::atomic<bool> woken{false};
  std::thread waiting([&] {
    poller.wait_until(kNever);
    woken = true;
  });
  poller.wake();
  waiting.join();
  CHECK(woken.load());
}

// The thread sanitizer runs signal handlers later, not where the wait was interrupted.
#ifndef __SANITIZE_THREAD__
namespace {

int rung_by_signal = -1;

/** Whether a thread of this process waits in the kernel. */
bool is_asleep(pid_t tid) {
  std::ifstream stat("/proc/self/task/" + std::to_string(tid) + "/stat");
  std::string text;
  std::getline(stat, text);
  const size_t name_end = text.rfind(')');
  return name_end != std::string::npos && text.compare(name_end, 4, ") S ") == 0;
}

}  // namespace

TEST("events during an interruption are returned by the same wait") {
  Poller poller;
  int tag = 0;
  const Fd bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  CHECK(poller.add(bell.get(), EPOLLIN, &tag));
  // The handler wakes the poller after the wait was interrupted and before it returns.
  rung_by_signal = bell.get();
  struct sigaction action {};
  action.sa_handler = [](int) { eventfd_write(rung_by_signal, 1); };
  struct sigaction before {};
  CHECK(sigaction(SIGUSR1, &action, &before) == 0);
  std::atomic<pid_t> tid{0};
  size_t events = 0;
  std::thread waiting([&] {
    tid = static_cast<pid_t>(syscall(SYS_gettid));
    events = poller.wait_until(kNever).size();
  });
  while (tid == 0 || !is_asleep(tid)) sched_yield();
  pthread_kill(waiting.native_handle(), SIGUSR1);
  waiting.join();
  sigaction(SIGUSR1, &before, nullptr);
  CHECK_EQUAL(events, 1U);
}
#endif
