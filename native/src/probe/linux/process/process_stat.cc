#include "probe/linux/process/process_stat.h"

#include "probe/linux/proc_text.h"

namespace loadcell {
namespace {

/** PF_EXITING of the kernel. */
constexpr uint64_t kExiting = 0x4;

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text) noexcept {
  // The program name is in brackets and may contain anything, including brackets and spaces.
  const size_t name_begin = text.find('(');
  const size_t name_end = text.rfind(')');
  if (name_begin == std::string_view::npos || name_end == std::string_view::npos ||
      name_end < name_begin || name_end + 3 > text.size()) {
    return std::nullopt;
  }
  ProcessStat stat{};
  stat.program = text.substr(name_begin + 1, name_end - name_begin - 1);
  stat.state = text[name_end + 2];
  NumberScanner scanner(text.substr(name_end + 3));
  uint64_t parent_pid = 0;
  uint64_t flags = 0;
  // Fields by number as in proc(5); the next one is 4.
  const bool understood = scanner.next(parent_pid) &&                          // 4
                          scanner.skip_words(4) &&                             // 5 to 8
                          scanner.next(flags) &&                               // 9
                          scanner.next(stat.minor_faults) &&                   // 10
                          scanner.skip_words(1) &&                             // 11
                          scanner.next(stat.major_faults) &&                   // 12
                          scanner.skip_words(1) &&                             // 13
                          scanner.next(stat.user_ticks) &&                     // 14
                          scanner.next(stat.system_ticks) &&                   // 15
                          scanner.next(stat.reaped_user_ticks) &&              // 16
                          scanner.next(stat.reaped_system_ticks) &&            // 17
                          scanner.skip_words(2) &&                             // 18, 19
                          scanner.next(stat.threads) &&                        // 20
                          scanner.skip_words(1) &&                             // 21
                          scanner.next(stat.start_ticks);                      // 22
  if (!understood) return std::nullopt;
  stat.is_exiting = (flags & kExiting) != 0;
  stat.parent_pid = static_cast<pid_t>(parent_pid);
  return stat;
}

}  // namespace loadcell
