#pragma once

#include <sys/types.h>
#include <termios.h>

#include "base/fd.h"

namespace loadcell {

/**
 * The terminal of this session and its foreground process group. A command gets its own process group, like a shell job, and
 * the foreground: Ctrl-C and Ctrl-Z then reach the command once and do not reach the recorder.
 */
class Terminal {
 public:
  /** No terminal. */
  Terminal() = default;

  /** The terminal of this session, if it has one. */
  static Terminal of_session();

  /** Whether the group is in the foreground. */
  bool is_of(pid_t group) const;

  /** Gives the foreground to a group. All signals must be blocked, or the kernel stops a caller in the background. */
  void give_to(pid_t group) const;

  /** Restores the modes found at construction. All signals must be blocked here as well. */
  void restore_modes() const;

 private:
  explicit Terminal(Fd fd);

  Fd fd_;
  termios found_{};
  bool has_modes_ = false;
};

/**
 * Whether the process group of this process has members other than this process and its ancestors: it is then part of a
 * pipeline, which shares the foreground.
 */
bool shares_group_with_strangers();

/**
 * Whether no shell could continue the group if it stops: no member has a parent of another group in the same session.
 */
bool is_orphaned(pid_t group);

}  // namespace loadcell
