#include "support/without_timestamping.h"

#include <linux/filter.h>
#include <linux/net_tstamp.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

namespace loadcell::test {
namespace {

/** Seccomp filters of a thread hold for the threads that it creates. */
void reject_timestamping() {
  // Arguments are 64 bits wide; the option is in the lower half of the third.
  constexpr uint32_t kOption = offsetof(seccomp_data, args) + 2 * sizeof(uint64_t);
  sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsockopt, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kOption),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SO_TIMESTAMPING, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOPROTOOPT),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{.len = std::size(steps), .filter = steps};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) {
    throw std::runtime_error("no seccomp filter");
  }
}

}  // namespace

void without_timestamping(const std::function<void()>& act) {
  std::exception_ptr failure;
  std::thread([&] {
    try {
      reject_timestamping();
      act();
    } catch (...) {
      failure = std::current_exception();
    }
  }).join();
  if (failure) std::rethrow_exception(failure);
}

int switch_timestamps_off() {
  int switched = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int fd = std::stoi(entry.path().filename());
    int type = 0;
    int flags = 0;
    socklen_t length = sizeof(int);
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) != 0 || type != SOCK_STREAM) continue;
    length = sizeof(int);
    if (getsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, &length) != 0 || flags == 0) continue;
    flags = 0;
    if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof(flags)) == 0) ++switched;
  }
  return switched;
}

}  // namespace loadcell::test
