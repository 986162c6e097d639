#include "launch/given_descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "base/fd.h"

namespace loadcell {
namespace {

std::vector<int> given_descriptors() {
  std::vector<int> given;
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return given;
  while (const dirent* const entry = readdir(folder)) {
    char* end = nullptr;
    const int descriptor = static_cast<int>(std::strtol(entry->d_name, &end, 10));
    if (*end != '\0' || descriptor <= STDERR_FILENO) continue;
    const int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) given.push_back(descriptor);
  }
  closedir(folder);
  return given;
}

}  // namespace

void release_given_descriptors() {
  for (const int descriptor : given_descriptors()) close(descriptor);
  const Fd nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open()) return;
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing.get(), standard);
}

}  // namespace loadcell
