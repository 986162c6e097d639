#pragma once

#include <signal.h>

#include <cstdint>

namespace loadcell {

/** When Ctrl-C, Ctrl-\\ and similar were last typed: the terminal sends the signal to every process of a group. */
class TypedSignals {
 public:
  void note(int signal);

  /** Whether a signal that the runner forwards was just typed, so that every process of the group has received it. */
  bool was_just_typed(int signal) const;

 private:
  int64_t at_ns_[NSIG] = {};
};

}  // namespace loadcell
