#include "probe/linux/process/process_handle.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "probe/linux/proc_text.h"
#include "probe/linux/process/process_stat.h"
#include "probe/record.h"

namespace loadcell {
namespace {

/** PIDFD_SIGNAL_PROCESS_GROUP of Linux 6.9, which older headers do not name. */
constexpr unsigned kSignalProcessGroup = 1U << 2;

[[noreturn]] void throw_unreadable(pid_t pid, const std::string& path, int error) {
  const std::string process = "Process " + std::to_string(pid);
  if (error == ENOENT || error == ESRCH) {
    throw Error("NO_SUCH_PROCESS",
                process + " does not exist or is hidden. Check the process ID, and whether /proc hides "
                          "processes of other users (hidepid).");
  }
  if (error == EACCES || error == EPERM) {
    throw Error("FORBIDDEN", process + " is not readable (" + path + ": " + std::strerror(error) +
                                 "). Run as its owner, or with CAP_SYS_PTRACE.");
  }
  throw Error("UNREADABLE", process + " cannot be read: " + path + ": " + std::strerror(error) +
                                ". Check that /proc is mounted, and the limit on open files "
                                "(ulimit -n).");
}

[[noreturn]] void throw_ended(pid_t pid) {
  throw Error("ZOMBIE", "Process " + std::to_string(pid) +
                            " has ended or is ending. Pass the ID of a running process.");
}

/** Whether a process without memory is ending; a kernel thread never has memory. */
bool is_ending(int stat_file) noexcept {
  char text[1024];
  const ProcText read = read_proc_text(stat_file, text, sizeof(text));
  const auto stat = parse_process_stat(read.text);
  return !stat || stat->is_exiting || stat->state == 'Z' || stat->state == 'X';
}

Fd open_in(int folder, const char* name, pid_t pid) {
  Fd fd(openat(folder, name, O_RDONLY | O_CLOEXEC));
  if (!fd.is_open()) throw_unreadable(pid, name, errno);
  return fd;
}

}  // namespace

ProcessHandle ProcessHandle::open(const std::string& proc_root, pid_t pid) {
  const std::string path = proc_root + "/" + std::to_string(pid);
  ProcessHandle handle;
  handle.folder_ = Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.folder_.is_open()) throw_unreadable(pid, path, errno);

  const Fd stat_file = open_in(handle.folder_.get(), "stat", pid);
  handle.pidfd_ = Fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  handle.has_cpu_clock_ = clock_getcpuclockid(pid, &handle.cpu_clock_) == 0;
  // Read after opening the pidfd: if this process still lives, the pidfd refers to it, not to a successor.
  char text[1024];
  const ProcText read = read_proc_text(stat_file.get(), text, sizeof(text));
  if (read.status == ReadStatus::kGone) throw_unreadable(pid, "stat", ESRCH);
  const auto stat = parse_process_stat(read.text);
  if (!stat) throw_unreadable(pid, "stat", EIO);
  // The first thread may end before the others.
  const bool has_ended = stat->state == 'Z' && stat->threads <= 1;
  if (has_ended || stat->state == 'X') throw_ended(pid);
  handle.identity_ = {pid, stat->start_ticks};
  handle.program_ = stat->program;
  handle.page_bytes_ = static_cast<uint32_t>(sysconf(_SC_PAGESIZE));
  handle.statm_ = open_in(handle.folder_.get(), "statm", pid);
  if (stat->state == 'Z') handle.follow_living_thread();
  switch (handle.read_statm().status) {
    case Statm::Status::kRunning:
      return handle;
    case Statm::Status::kNoMemory:
      if (is_ending(stat_file.get())) throw_ended(pid);
      throw Error("NO_MEMORY", "Process " + std::to_string(pid) +
                                   " is a kernel thread and has no memory. Pass the ID of an "
                                   "ordinary process.");
    case Statm::Status::kGone:
      throw_unreadable(pid, "statm", ESRCH);
    case Statm::Status::kUnreadable:
      break;
  }
  throw_unreadable(pid, "statm", EIO);
}

bool ProcessHandle::follow_living_thread() noexcept {
  const Fd threads(openat(folder_.get(), "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!threads.is_open()) return false;
  // Without opendir, which allocates: this runs on the sampling thread.
  static_assert(sizeof(dirent::d_ino) == 8 && sizeof(dirent::d_off) == 8);
  alignas(dirent) char entries[4096];
  while (true) {
    const auto bytes = syscall(SYS_getdents64, threads.get(), entries, sizeof(entries));
    if (bytes <= 0) return false;
    for (long at = 0; at < bytes;) {
      const auto* const entry = reinterpret_cast<const dirent*>(entries + at);
      at += entry->d_reclen;
      if (entry->d_name[0] == '.') continue;
      char path[64];
      std::snprintf(path, sizeof(path), "%.20s/statm", entry->d_name);
      Fd statm(openat(threads.get(), path, O_RDONLY | O_CLOEXEC));
      if (!statm.is_open()) continue;
      const StatmFile file{statm.get(), page_bytes_};
      if (file.read().status != Statm::Status::kRunning) continue;
      statm_ = std::move(statm);
      return true;
    }
  }
}

double ProcessHandle::read_cpu_ns() const noexcept {
  if (!has_cpu_clock_) return kNotMeasured;
  const int64_t used_ns = clock_ns(cpu_clock_);
  return used_ns < 0 ? kNotMeasured : static_cast<double>(used_ns);
}

bool ProcessHandle::shares_memory_with(pid_t other) const noexcept {
  // The kernel refuses this for processes that may not be traced: those count separately.
  return syscall(SYS_kcmp, identity_.pid, other, KCMP_VM, 0, 0) == 0;
}

bool ProcessHandle::has_exited() const noexcept {
  // Without a pidfd, a process without memory counts as ended.
  if (!pidfd_.is_open()) return true;
  pollfd poll_request{.fd = pidfd_.get(), .events = POLLIN, .revents = 0};
  return poll(&poll_request, 1, 0) > 0;
}

bool ProcessHandle::signal(int number) const noexcept {
  if (!pidfd_.is_open()) return false;
  return syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0U) == 0;
}

bool ProcessHandle::signal_group(int number) const noexcept {
  if (!pidfd_.is_open() || getpgid(identity_.pid) != identity_.pid) return false;
  if (syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, kSignalProcessGroup) == 0) {
    return true;
  }
  // Before Linux 6.9. Until a leader is reaped, its ID and that of its group are not reused.
  return errno == EINVAL && !has_exited() && kill(-identity_.pid, number) == 0;
}

void ProcessHandle::close() noexcept {
  folder_.reset();
  statm_.reset();
  pidfd_.reset();
  has_cpu_clock_ = false;
}

Fd ProcessHandle::open_file(const char* name, int flags) const noexcept {
  return Fd(openat(folder_.get(), name, O_RDONLY | O_CLOEXEC | flags));
}

}  // namespace loadcell
