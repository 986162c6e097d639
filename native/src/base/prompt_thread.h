#pragma once

#include <cstdint>

#include "base/clock.h"

namespace loadcell {

/**
 * Lets one thread run as soon as it wakes, if the system allows it (CAP_SYS_NICE), by the lowest real-time priority.
 * Unlike nice values, that priority overrides fair scheduling between process groups: on Linux 6.18 a server that yielded
 * in a loop in its own group delayed an ordinary thread of another group by 100 ms on average and 170 ms at most, at 0.5%
 * of a core; a real-time thread was not delayed (docs/decisions/0080-client-threads.md).
 *
 * A thread that uses more than a quarter of a core would delay what it measures: it returns to the ordinary policy for one
 * second, with a nice value of -10 and a short slice. Without permission nothing changes: it cannot fail.
 * Created and used by that thread only.
 */
class PromptThread {
 public:
  PromptThread() noexcept;

  /** Call in each turn; checks the CPU clock every 50 ms. */
  void mind(int64_t now_ns) noexcept {
    if (now_ns >= next_look_ns_) look(now_ns);
  }

  /** Whether the thread has real-time priority now. */
  bool is_prompt() const noexcept { return is_prompt_; }

 private:
  void look(int64_t now_ns) noexcept;

  bool is_prompt_ = false;
  int64_t next_look_ns_ = 0;
  int64_t looked_ns_ = 0;
  int64_t used_ns_ = 0;
};

}  // namespace loadcell
