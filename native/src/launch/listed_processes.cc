#include "launch/listed_processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "base/fd.h"

namespace loadcell {
namespace {

std::optional<ListedProcess> read_process(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return std::nullopt;
  // The fields used are within this size with any name, which has at most 64 bytes.
  std::array<char, 1024> text{};
  const ssize_t bytes = read(file.get(), text.data(), text.size() - 1);
  if (bytes <= 0) return std::nullopt;
  // A name may contain anything, including brackets.
  const char* const end_of_name = std::strrchr(text.data(), ')');
  if (end_of_name == nullptr) return std::nullopt;
  char state = 0;
  ListedProcess process{.pid = pid, .parent_pid = 0, .group = 0, .session = 0};
  long threads = 0;
  // Fields 3 to 6, and 20.
  const int fields = std::sscanf(
      end_of_name + 1, " %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld",
      &state, &process.parent_pid, &process.group, &process.session, &threads);
  // The first thread may end before the others.
  const bool has_ended = state == 'Z' && threads <= 1;
  if (fields != 5 || has_ended || state == 'X') return std::nullopt;
  return process;
}

}  // namespace

std::vector<ListedProcess> list_processes() {
  std::vector<ListedProcess> processes;
  DIR* const folder = opendir("/proc");
  if (folder == nullptr) return processes;
  while (const dirent* const entry = readdir(folder)) {
    char* end = nullptr;
    const long pid = std::strtol(entry->d_name, &end, 10);
    if (pid <= 0 || *end != '\0') continue;
    if (const auto process = read_process(static_cast<pid_t>(pid))) processes.push_back(*process);
  }
  closedir(folder);
  return processes;
}

std::vector<pid_t> list_descendants() {
  const std::vector<ListedProcess> all = list_processes();
  std::vector<pid_t> found = {getpid()};
  // The list grows during the iteration.
  for (size_t index = 0; index < found.size(); ++index) {
    for (const ListedProcess& process : all) {
      if (process.parent_pid == found[index]) found.push_back(process.pid);
    }
  }
  found.erase(found.begin());
  return found;
}

bool signal_descendants(int signal) {
  const std::vector<pid_t> all = list_descendants();
  size_t forbidden = 0;
  for (const pid_t pid : all) {
    if (kill(pid, signal) != 0 && errno == EPERM) ++forbidden;
  }
  return all.empty() || forbidden < all.size();
}

}  // namespace loadcell
