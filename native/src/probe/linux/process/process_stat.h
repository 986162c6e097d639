#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace loadcell {

/** The fields of /proc/PID/stat that are used here. Its resident size is not: it is approximate since Linux 6.2. */
struct ProcessStat {
  /** At most 15 characters; lives as long as the text that was parsed. */
  std::string_view program;
  char state;
  pid_t parent_pid;
  /** Whether its first thread is on its way out (PF_EXITING): long before it is a zombie, where it has much memory to give back. */
  bool is_exiting;
  uint64_t minor_faults;
  uint64_t major_faults;
  /** In clock ticks, as `sysconf(_SC_CLK_TCK)` counts them. */
  uint64_t user_ticks;
  uint64_t system_ticks;
  /** Of children that were waited for, and of theirs. */
  uint64_t reaped_user_ticks;
  uint64_t reaped_system_ticks;
  uint64_t threads;
  uint64_t start_ticks;
};

/** Nothing when the text is not what the kernel writes. Any thread. */
std::optional<ProcessStat> parse_process_stat(std::string_view text) noexcept;

}  // namespace loadcell
