#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace loadcell {

/** The fields of /proc/PID/stat used here. RSS is not among them: it is approximate since Linux 6.2. */
struct ProcessStat {
  /** At most 15 characters; points into the parsed text. */
  std::string_view program;
  char state;
  pid_t parent_pid;
  /** Whether its first thread is exiting (PF_EXITING): long before it is a zombie if it has much memory to release. */
  bool is_exiting;
  uint64_t minor_faults;
  uint64_t major_faults;
  /** In clock ticks, see `sysconf(_SC_CLK_TCK)`. */
  uint64_t user_ticks;
  uint64_t system_ticks;
  /** Of reaped children and their descendants. */
  uint64_t reaped_user_ticks;
  uint64_t reaped_system_ticks;
  uint64_t threads;
  uint64_t start_ticks;
};

/** Nothing when the text is malformed. Any thread. */
std::optional<ProcessStat> parse_process_stat(std::string_view text) noexcept;

}  // namespace loadcell
