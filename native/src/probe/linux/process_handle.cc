#include "probe/linux/process_handle.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/error.h"
#include "probe/linux/proc_text.h"

namespace loadcell {
namespace {

struct StatFields {
  char state;
  uint64_t start_ticks;
};

[[noreturn]] void throw_unreadable(pid_t pid, const std::string& path, int error) {
  const std::string process = "Process " + std::to_string(pid);
  if (error == ENOENT || error == ESRCH) {
    throw Error("NO_SUCH_PROCESS",
                process + " does not exist: expected the id of a running process. Check the id, and "
                          "that /proc shows processes of other users (hidepid).");
  }
  if (error == EACCES || error == EPERM) {
    throw Error("FORBIDDEN", process + " may not be read (" + path + ": " + std::strerror(error) +
                                 "). Run as the user who owns it, or with CAP_SYS_PTRACE.");
  }
  throw Error("UNREADABLE", process + " could not be read: " + path + ": " + std::strerror(error) +
                                ". Check that /proc is mounted.");
}

Fd open_in(int folder, const char* name, pid_t pid) {
  Fd fd(openat(folder, name, O_RDONLY | O_CLOEXEC));
  if (!fd.is_open()) throw_unreadable(pid, name, errno);
  return fd;
}

/** Fields of /proc/PID/stat. The name of the program, in brackets, may hold anything, brackets included. */
StatFields read_stat(int fd, pid_t pid) {
  char text[1024];
  const ProcText read = read_proc_text(fd, text, sizeof(text));
  if (read.status != ReadStatus::kOk) {
    throw_unreadable(pid, "stat", read.status == ReadStatus::kGone ? ESRCH : EIO);
  }
  const auto* after_name = static_cast<const char*>(memrchr(text, ')', read.length_bytes));
  const char* end = text + read.length_bytes;
  if (after_name == nullptr || end - after_name < 3) throw_unreadable(pid, "stat", EIO);
  StatFields fields{};
  fields.state = after_name[2];
  NumberScanner scanner(after_name + 3, end);
  // Field 3 (state) is behind us; field 22 is the start time.
  if (!scanner.skip_words(18) || !scanner.next(fields.start_ticks)) {
    throw_unreadable(pid, "stat", EIO);
  }
  return fields;
}

}  // namespace

ProcessHandle::ProcessHandle(ProcessIdentity identity, Fd statm, Fd pidfd,
                             uint64_t page_bytes) noexcept
    : identity_(identity),
      statm_(std::move(statm)),
      pidfd_(std::move(pidfd)),
      page_bytes_(page_bytes) {}

ProcessHandle ProcessHandle::open(const std::string& proc_root, pid_t pid) {
  const std::string path = proc_root + "/" + std::to_string(pid);
  const Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) throw_unreadable(pid, path, errno);

  const Fd stat = open_in(folder.get(), "stat", pid);
  Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  // Read after the pidfd was made: if this process still lives, the pidfd is its own and not that of a successor.
  const StatFields fields = read_stat(stat.get(), pid);
  if (fields.state == 'Z' || fields.state == 'X') {
    throw Error("ZOMBIE", "Process " + std::to_string(pid) +
                              " has already ended and waits for its parent (zombie): expected a "
                              "running process. Start it again and give the new id.");
  }
  const auto page_bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  ProcessHandle handle({pid, fields.start_ticks}, open_in(folder.get(), "statm", pid),
                       std::move(pidfd), page_bytes);
  switch (handle.read_statm().status) {
    case Statm::Status::kRunning:
      return handle;
    case Statm::Status::kNoMemory:
      throw Error("NO_MEMORY", "Process " + std::to_string(pid) +
                                   " has no memory of its own: it is a kernel thread, or is just "
                                   "ending. Give the id of an ordinary process.");
    case Statm::Status::kGone:
      throw_unreadable(pid, "statm", ESRCH);
    case Statm::Status::kUnreadable:
      break;
  }
  throw_unreadable(pid, "statm", EIO);
}

Statm ProcessHandle::read_statm() const noexcept {
  char text[128];
  const ProcText read = read_proc_text(statm_.get(), text, sizeof(text));
  if (read.status == ReadStatus::kGone) return {Statm::Status::kGone, 0, 0};
  if (read.status == ReadStatus::kFailed) return {Statm::Status::kUnreadable, 0, 0};
  NumberScanner scanner(text, text + read.length_bytes);
  uint64_t size_pages = 0;
  uint64_t resident_pages = 0;
  uint64_t shared_pages = 0;
  if (!scanner.next(size_pages) || !scanner.next(resident_pages) || !scanner.next(shared_pages)) {
    return {Statm::Status::kUnreadable, 0, 0};
  }
  // A living process always maps something.
  if (size_pages == 0) return {Statm::Status::kNoMemory, 0, 0};
  return {Statm::Status::kRunning, resident_pages * page_bytes_, shared_pages * page_bytes_};
}

bool ProcessHandle::has_exited() const noexcept {
  // Without a pidfd, a process without memory counts as ended.
  if (!pidfd_.is_open()) return true;
  pollfd poll_request{.fd = pidfd_.get(), .events = POLLIN, .revents = 0};
  return poll(&poll_request, 1, 0) > 0;
}

}  // namespace loadcell
