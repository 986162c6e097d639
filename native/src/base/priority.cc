#include "base/priority.h"

#include <sys/resource.h>

namespace loadcell {
namespace {

/** Each step is a quarter more weight: this has about nine times that of an ordinary thread. */
constexpr int kNice = -10;

}  // namespace

void raise_priority() noexcept {
  // Of 0 it means the calling thread, on Linux, and not the whole process as POSIX has it.
  const int now = getpriority(PRIO_PROCESS, 0);
  if (now > kNice) setpriority(PRIO_PROCESS, 0, kNice);
}

}  // namespace loadcell
