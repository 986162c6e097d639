#include "napi/exit_with_parent.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>

namespace loadcell {

void exit_with_parent(const Napi::CallbackInfo& info) {
  const double number = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : 0;
  if (!(number >= 1 && number <= INT32_MAX) || number != std::floor(number)) {
    throw Napi::RangeError::New(info.Env(), "parentPid must be the id of a process.");
  }
  const auto parent_pid = static_cast<pid_t>(number);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    throw Napi::Error::New(info.Env(), std::string("Could not bind to the parent process: ") +
                                           std::strerror(errno) + ".");
  }
  // The parent may have ended before the kernel was told: its signal will then never come.
  if (getppid() != parent_pid) raise(SIGKILL);
}

}  // namespace loadcell
