#pragma once

#include <cstdint>

#include "base/clock.h"

namespace loadcell {

/**
 * Lets one thread run as soon as it wakes, where the system allows it (CAP_SYS_NICE): real-time priority, the lowest
 * there is. Under it the order of groups of processes does not count, which nice values do not leave: on Linux 6.18 a
 * server that yields in a loop in a group of its own kept an ordinary thread of another waiting for 100 ms on average,
 * 170 ms at most, at 0.5 % of a core; under it, not at all (docs/decisions/0080-client-threads.md).
 *
 * A thread that uses more than a quarter of a core would hold up what it measures: it goes back to the ordinary policy
 * for a second, with a nice value of -10 and a short slice. Where nothing is allowed nothing changes: it cannot fail.
 * Created and used by that thread alone.
 */
class PromptThread {
 public:
  PromptThread() noexcept;

  /** To be called in each turn; looks at the CPU clock every 50 ms. */
  void mind(int64_t now_ns) noexcept {
    if (now_ns >= next_look_ns_) look(now_ns);
  }

  /** Whether it runs under real-time priority now. */
  bool is_prompt() const noexcept { return is_prompt_; }

 private:
  void look(int64_t now_ns) noexcept;

  bool is_prompt_ = false;
  int64_t next_look_ns_ = 0;
  int64_t looked_ns_ = 0;
  int64_t used_ns_ = 0;
};

}  // namespace loadcell
