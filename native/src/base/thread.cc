#include "base/thread.h"

#include <poll.h>
#include <sys/prctl.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <utility>

#include "base/clock.h"
#include "base/error.h"

namespace loadcell {
namespace {

constexpr size_t kStackBytes = 256 * 1024;
/** Stack touched before the first tick: more than any body here uses. */
constexpr size_t kPrefaultBytes = 64 * 1024;
/** Longer sleeps are split into slices of this length, so that stopping never waits for a long period. */
constexpr int64_t kStopLatencyNs = 20'000'000;

void prefault_stack() noexcept {
  unsigned char pages[kPrefaultBytes];
  std::memset(pages, 0, sizeof(pages));
  // Keeps the compiler from removing the writes, which nothing reads.
  asm volatile("" : : "r"(pages) : "memory");
}

/** Blocks every signal in the calling thread during its lifetime; threads created in that time inherit the mask. */
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t previous_{};
};

class ThreadAttributes {
 public:
  ThreadAttributes() noexcept {
    pthread_attr_init(&attributes_);
    pthread_attr_setstacksize(&attributes_, kStackBytes);
  }
  ~ThreadAttributes() { pthread_attr_destroy(&attributes_); }
  ThreadAttributes(const ThreadAttributes&) = delete;
  ThreadAttributes& operator=(const ThreadAttributes&) = delete;
  const pthread_attr_t* get() const noexcept { return &attributes_; }

 private:
  pthread_attr_t attributes_{};
};

}  // namespace

Thread::Thread(std::string name, Body body) : name_(std::move(name)), body_(std::move(body)) {
  const AllSignalsBlocked blocked;
  const ThreadAttributes attributes;
  const int failure = pthread_create(&handle_, attributes.get(), &Thread::entry, this);
  if (failure != 0) {
    throw Error("THREAD", std::string("Cannot start thread ") + name_ + ": " +
                              std::strerror(failure) +
                              ". Raise the limit on threads (ulimit -u, pids.max) or stop other programs.");
  }
}

Thread::~Thread() { stop_and_join(); }

void* Thread::entry(void* self) noexcept {
  auto& thread = *static_cast<Thread*>(self);
  // Name and slack are optional: without them the thread still measures.
  prctl(PR_SET_NAME, thread.name_.c_str(), 0, 0, 0);
  prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0);
  prefault_stack();
  thread.body_(thread);
  thread.final_cpu_ns_.store(thread_cpu_ns(), std::memory_order_relaxed);
  thread.ended_.store(true, std::memory_order_release);
  if (thread.owner_.exchange(Owner::kEnded) == Owner::kItself) {
    thread.joined_ = true;  // it is detached
    delete &thread;
  }
  return nullptr;
}

void Thread::stop_and_join() noexcept {
  if (joined_) return;
  stop_.store(true, std::memory_order_relaxed);
  pthread_join(handle_, nullptr);
  joined_ = true;
}

bool Thread::stop_within(int64_t patience_ns) noexcept {
  stop_.store(true, std::memory_order_relaxed);
  const int64_t give_up_ns = monotonic_now_ns() + patience_ns;
  while (!ended_.load(std::memory_order_acquire)) {
    if (monotonic_now_ns() >= give_up_ns) return false;
    const timespec pause{.tv_sec = 0, .tv_nsec = 1'000'000};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, nullptr);
  }
  stop_and_join();
  return true;
}

void Thread::leave_behind(std::unique_ptr<Thread> thread) noexcept {
  Thread* left = thread.release();
  const pthread_t handle = left->handle_;
  if (left->owner_.exchange(Owner::kItself) == Owner::kOther) {
    pthread_detach(handle);
    return;
  }
  // The body returned in the meantime.
  left->stop_and_join();
  delete left;
}

int64_t Thread::cpu_ns() const noexcept {
  if (!ended_.load(std::memory_order_acquire)) {
    clockid_t clock{};
    if (pthread_getcpuclockid(handle_, &clock) == 0) {
      const int64_t used_ns = clock_ns(clock);
      if (used_ns >= 0) return used_ns;
    }
    // The body returned between the two reads, and stored the final value just before.
  }
  return final_cpu_ns_.load(std::memory_order_relaxed);
}

Thread::Wake Thread::await(int64_t deadline_ns, int fd) const noexcept {
  if (fd < 0) return sleep_until(deadline_ns) ? Wake::kDeadline : Wake::kStopped;
  while (!stop_requested()) {
    const int64_t left_ns = deadline_ns - monotonic_now_ns();
    if (left_ns <= 0) return Wake::kDeadline;
    const timespec slice{.tv_sec = 0, .tv_nsec = std::min(left_ns, kStopLatencyNs)};
    pollfd awaited{.fd = fd, .events = POLLIN, .revents = 0};
    if (ppoll(&awaited, 1, &slice, nullptr) > 0) return Wake::kReadable;
  }
  return Wake::kStopped;
}

bool Thread::sleep_until(int64_t deadline_ns) const noexcept {
  while (!stop_requested()) {
    const int64_t now_ns = monotonic_now_ns();
    if (now_ns >= deadline_ns) return true;
    const int64_t wake_ns = std::min(deadline_ns, now_ns + kStopLatencyNs);
    const timespec wake{.tv_sec = wake_ns / kNsPerSecond, .tv_nsec = wake_ns % kNsPerSecond};
    // Signals are blocked; if the kernel still ends the sleep early, the loop checks again.
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, nullptr);
  }
  return false;
}

}  // namespace loadcell
