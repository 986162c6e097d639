#pragma once

#include <sys/types.h>

#include "base/fd.h"

namespace loadcell::test {

/** First argument with which this executable plays the child of a test. */
inline constexpr const char* kChildArgument = "--child";

/** The child: says that it runs, and ends when its input does. */
int run_child();

/** A child process that runs until told to end. It never outlives the object. */
class ChildProcess {
 public:
  /** Returns once the child runs. */
  ChildProcess();
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const noexcept { return pid_; }

  /** Ends the child and waits until it is a zombie, which it stays. */
  void end();

  /** Takes the zombie away. */
  void reap();

 private:
  pid_t pid_ = -1;
  Fd input_;
  bool reaped_ = false;
};

}  // namespace loadcell::test
