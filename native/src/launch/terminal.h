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
  /** None. */
  Terminal() = default;

  /** The terminal of this session; none where there is none. */
  static Terminal of_session();

  /** Whether a group has it. */
  bool is_of(pid_t group) const;

  /** Gives the foreground to a group. All signals must be blocked, or the kernel stops who asks from the background. */
  void give_to(pid_t group) const;

  /** Sets the modes back to those that it had when this was made. Signals must be blocked here too. */
  void restore_modes() const;

 private:
  explicit Terminal(Fd fd);

  Fd fd_;
  termios found_{};
  bool has_modes_ = false;
};

/**
 * Whether others are in the process group of this process, beside it and those that wait for it: then it is a part of a
 * pipeline, all of which has the foreground together.
 */
bool shares_group_with_strangers();

/**
 * Whether nobody could continue a group that stops: no process of it has a parent in the same session that is of another
 * group, as a shell is.
 */
bool is_orphaned(pid_t group);

}  // namespace loadcell
