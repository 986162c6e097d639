#include "launch/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "launch/listed_processes.h"

namespace loadcell {

Terminal::Terminal(Fd fd) : fd_(std::move(fd)) {
  has_modes_ = fd_.is_open() && tcgetattr(fd_.get(), &found_) == 0;
}

Terminal Terminal::of_session() {
  return Terminal(Fd(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)));
}

bool Terminal::is_of(pid_t group) const { return fd_.is_open() && tcgetpgrp(fd_.get()) == group; }

void Terminal::give_to(pid_t group) const {
  if (fd_.is_open()) tcsetpgrp(fd_.get(), group);
}

void Terminal::restore_modes() const {
  if (has_modes_) tcsetattr(fd_.get(), TCSANOW, &found_);
}

bool shares_group_with_strangers() {
  const std::vector<ListedProcess> all = list_processes();
  std::vector<pid_t> line = {getpid()};
  while (true) {
    const auto last = std::find_if(all.begin(), all.end(), [&line](const ListedProcess& process) {
      return process.pid == line.back();
    });
    if (last == all.end() || last->parent_pid <= 0) break;
    line.push_back(last->parent_pid);
  }
  const pid_t group = getpgrp();
  return std::any_of(all.begin(), all.end(), [&line, group](const ListedProcess& process) {
    return process.group == group &&
           std::find(line.begin(), line.end(), process.pid) == line.end();
  });
}

bool is_orphaned(pid_t group) {
  const std::vector<ListedProcess> all = list_processes();
  return std::none_of(all.begin(), all.end(), [&all, group](const ListedProcess& member) {
    if (member.group != group) return false;
    return std::any_of(all.begin(), all.end(), [&member](const ListedProcess& other) {
      return other.pid == member.parent_pid && other.group != member.group &&
             other.session == member.session;
    });
  });
}

}  // namespace loadcell
