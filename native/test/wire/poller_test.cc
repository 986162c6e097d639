#include "base/poller.h"

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "base/clock.h"
#include "base/deadline_heap.h"
#include "harness.h"

using namespace loadcell;

namespace {

/** Waits as its users do: until the deadline has come, or there is something. */
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

TEST("what happens to a descriptor ends a wait that has no end") {
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

TEST("another thread wakes a wait that has no end, before it begins or after") {
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
