#pragma once

#include <sys/types.h>

#include "base/fd.h"

namespace loadcell::test {

/** First argument that makes this executable the child of a test. */
inline constexpr const char* kChildArgument = "--child";

/** The child: reports that it runs, and ends with its input. */
int run_child();

/** A child process that runs until it is ended. It never outlives the object. */
class ChildProcess {
 public:
  /** Returns once the child runs. */
  ChildProcess();
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const noexcept { return pid_; }

  /** Ends the child and waits until it is a zombie, without reaping it. */
  void end();

  /** Reaps the zombie. */
  void reap();

 private:
  pid_t pid_ = -1;
  Fd input_;
  bool reaped_ = false;
};

}  // namespace loadcell::test
