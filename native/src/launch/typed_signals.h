#pragma once

#include <signal.h>

#include <cstdint>

namespace loadcell {

/** When Ctrl-C, Ctrl-\\ and the like were last typed: the terminal sends a signal to every process of a group. */
class TypedSignals {
 public:
  void note(int signal);

  /** Whether one that the runner passes on is one that was typed, so that every process of its group has it already. */
  bool was_just_typed(int signal) const;

 private:
  int64_t at_ns_[NSIG] = {};
};

}  // namespace loadcell
