#include "base/poller.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/clock.h"
#include "base/deadline_heap.h"
#include "base/error.h"

namespace loadcell {
namespace {

/**
 * The kernel adds up to 0.1% of a poll's timeout as slack. Longer waits end early by this share and the rest is a second
 * wait, so slack never delays a wait by more than 20 us.
 */
constexpr int64_t kExactWaitNs = 20'000'000;
constexpr int64_t kEarlyShare = 500;

timespec to_timespec(int64_t ns) noexcept {
  return {.tv_sec = ns / kNsPerSecond, .tv_nsec = ns % kNsPerSecond};
}

}  // namespace

Poller::Poller()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  // The bell is edge-triggered and never read: each write is an edge.
  if (!epoll_.is_open() || !bell_.is_open() || !add(bell_.get(), EPOLLIN, nullptr)) {
    throw Error("POLLER", std::string("Cannot create a poller: ") + std::strerror(errno) +
                              ". Raise the limit on open files (ulimit -n).");
  }
}

bool Poller::add(int fd, uint32_t events, void* data) noexcept {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.ptr = data;
  return epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

std::span<const epoll_event> Poller::wait_until(int64_t deadline_ns) noexcept {
  int64_t timeout_ns = -1;
  if (deadline_ns != kNever) {
    timeout_ns = std::max<int64_t>(deadline_ns - monotonic_now_ns(), 0);
    if (timeout_ns > kExactWaitNs) timeout_ns -= timeout_ns / kEarlyShare;
  }
  int count = wait(timeout_ns);
  // The process was stopped and continued: return what has arrived since, before the caller reads the clock.
  was_stopped_ = false;
  while (count < 0 && errno == EINTR) {
    was_stopped_ = true;
    count = wait(0);
  }
  if (count <= 0) return {};
  // Waking was the purpose of the bell; its event is not passed on.
  const auto end = std::remove_if(events_.begin(), events_.begin() + count,
                                  [](const epoll_event& event) { return event.data.ptr == nullptr; });
  return {events_.begin(), end};
}

int Poller::wait(int64_t timeout_ns) noexcept {
  const timespec timeout = to_timespec(std::max<int64_t>(timeout_ns, 0));
  const timespec* const limit = timeout_ns < 0 ? nullptr : &timeout;
#ifdef SYS_epoll_pwait2
  if (has_precise_wait_) {
    const long count = syscall(SYS_epoll_pwait2, epoll_.get(), events_.data(), kBatch, limit,
                               nullptr, size_t{0});
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(count);
    has_precise_wait_ = false;
  }
#endif
  pollfd readable{.fd = epoll_.get(), .events = POLLIN, .revents = 0};
  if (timeout_ns != 0) {
    const int ready = ppoll(&readable, 1, limit, nullptr);
    if (ready <= 0) return ready;
  }
  return epoll_wait(epoll_.get(), events_.data(), kBatch, 0);
}

void Poller::wake() noexcept {
  const uint64_t one = 1;
  // The write fails only when the counter is full, and then the bell has already rung.
  [[maybe_unused]] const ssize_t written = write(bell_.get(), &one, sizeof(one));
}

}  // namespace loadcell
