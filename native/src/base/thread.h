#pragma once

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace loadcell {

/**
 * A thread for measuring: named, 256 KiB of stack touched beforehand, every signal blocked, timer slack 1 ns.
 * Constructed, stopped and destroyed by one thread, the owner; `stop_requested` and `sleep_until` are for the
 * thread itself.
 */
class Thread {
 public:
  using Body = std::function<void(Thread&)>;

  /**
   * Starts at once. `name` shows in tools, at most 15 characters. The body must not throw.
   * @throws Error THREAD when the system gives no thread.
   */
  Thread(std::string name, Body body);
  ~Thread();
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  /** Asks the body to end and waits until it has: at most 20 ms if the body sleeps by `sleep_until`. */
  void stop_and_join() noexcept;

  /** Asks the body to end and waits so long at most. False when it has not ended: then the thread still runs. */
  bool stop_within(int64_t patience_ns) noexcept;

  /** Gives the thread to itself: for a body that may never return. Its object goes when it does. */
  static void leave_behind(std::unique_ptr<Thread> thread) noexcept;

  /** CPU time that the thread has used, nanoseconds; the final figure once the body has returned. */
  int64_t cpu_ns() const noexcept;

  bool stop_requested() const noexcept { return stop_.load(std::memory_order_relaxed); }

  enum class Wake { kStopped, kDeadline, kReadable };

  /** Sleeps to the deadline, or until `fd` is readable; -1 for none. What comes first is returned, a stop before all. */
  Wake await(int64_t deadline_ns, int fd) const noexcept;

  /** Sleeps to an absolute CLOCK_MONOTONIC deadline. False, at once or midway, when asked to stop. */
  bool sleep_until(int64_t deadline_ns) const noexcept;

 private:
  static void* entry(void* self) noexcept;

  std::string name_;
  Body body_;
  pthread_t handle_{};
  std::atomic<bool> stop_{false};
  enum class Owner { kOther, kItself, kEnded };
  std::atomic<bool> ended_{false};
  /** Who destroys the object: whoever of the owner and the thread comes second. */
  std::atomic<Owner> owner_{Owner::kOther};
  std::atomic<int64_t> final_cpu_ns_{0};
  bool joined_ = false;
};

}  // namespace loadcell
