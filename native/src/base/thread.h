#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace loadcell {

/**
 * A thread for measuring: named, stack of 256 KiB (64 KiB of it touched in advance), every signal blocked, timer
 * slack 1 ns.
 * One thread, the owner, constructs, stops and destroys it; `stop_requested` and `sleep_until` are for the thread itself.
 */
class Thread {
 public:
  using Body = std::function<void(Thread&)>;

  /**
   * Starts immediately. Tools show `name`, at most 15 characters. The body must not throw.
   * @throws Error THREAD when the system cannot start a thread.
   */
  Thread(std::string name, Body body);
  ~Thread();
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  /** Requests the body to end and waits for it: at most 20 ms if the body sleeps in `sleep_until`. */
  void stop_and_join() noexcept;

  /** Requests the body to end and waits at most `patience_ns`. False when the thread still runs. */
  bool stop_within(int64_t patience_ns) noexcept;

  /** Makes the thread own itself, for a body that may never return. Its object is deleted when it returns. */
  static void leave_behind(std::unique_ptr<Thread> thread) noexcept;

  /** CPU time used by the thread, nanoseconds; the final value once the body has returned. */
  int64_t cpu_ns() const noexcept;

  bool stop_requested() const noexcept { return stop_.load(std::memory_order_relaxed); }

  enum class Wake { kStopped, kDeadline, kReadable };

  /** Sleeps until the deadline or until `fd` is readable, -1 for none. Returns what came first; a stop has precedence. */
  Wake await(int64_t deadline_ns, int fd) const noexcept;

  /** Sleeps until an absolute CLOCK_MONOTONIC deadline. False, before or during the sleep, when a stop is requested. */
  bool sleep_until(int64_t deadline_ns) const noexcept;

 private:
  static void* entry(void* self) noexcept;

  std::string name_;
  Body body_;
  pthread_t handle_{};
  std::atomic<bool> stop_{false};
  enum class Owner { kOther, kItself, kEnded };
  std::atomic<bool> ended_{false};
  /** Decides who destroys the object: the owner or the thread, whichever is last. */
  std::atomic<Owner> owner_{Owner::kOther};
  std::atomic<int64_t> final_cpu_ns_{0};
  bool joined_ = false;
};

}  // namespace loadcell
