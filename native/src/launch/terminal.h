#pragma once

#include <sys/types.h>
#include <termios.h>

#include "base/fd.h"

namespace loadcell {

/**
 * The terminal of this session, and who is in its foreground. A command gets a process group of its own, as a shell gives
 * one to a job, and the foreground with it: Ctrl-C and Ctrl-Z reach the command once, and not what records it.
 */
class Terminal {
 public:
  /** The terminal of this process; none where there is none. */
  Terminal();

  /** Whether the group of this process has the foreground. */
  bool is_ours() const;

  /** Whether a group has it. */
  bool is_of(pid_t group) const;

  /** Gives the foreground to a group. All signals must be blocked, or the kernel stops who asks from the background. */
  void give_to(pid_t group) const;

  /** Sets the modes back to those that it had when this was made. Signals must be blocked here too. */
  void restore_modes() const;

 private:
  Fd fd_;
  termios found_{};
  bool has_modes_ = false;
};

/**
 * Whether others are in the process group of this process, beside it and those that wait for it: then it is a part of a
 * pipeline, all of which has the foreground together.
 */
bool shares_group_with_strangers();

}  // namespace loadcell
