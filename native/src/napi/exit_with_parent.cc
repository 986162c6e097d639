#include "napi/exit_with_parent.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

namespace loadcell {

void exit_with_parent(const Napi::CallbackInfo& info) {
  if (!info[0].IsNumber()) {
    throw Napi::TypeError::New(info.Env(), "parentPid must be a number.");
  }
  const pid_t parent_pid = info[0].As<Napi::Number>().Int32Value();
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    throw Napi::Error::New(info.Env(), std::string("Could not bind to the parent process: ") +
                                           std::strerror(errno) + ".");
  }
  // The parent may have ended before the kernel was told: its signal will then never come.
  if (getppid() != parent_pid) raise(SIGKILL);
}

}  // namespace loadcell
