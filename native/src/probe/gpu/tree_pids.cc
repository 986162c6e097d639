#include "probe/gpu/tree_pids.h"

#include <filesystem>
#include <system_error>

#include "probe/linux/process/process_stat.h"
#include "probe/linux/text_file.h"

namespace loadcell {
namespace {

/** The initial PID namespace in every kernel: PROC_PID_INIT_INO of the kernel's proc_ns.h. */
constexpr const char* kInitialNamespace = "pid:[4026531836]";

}  // namespace

bool is_same_process(const std::string& proc_root, const ProcessIdentity& process) {
  const std::string folder = proc_root + "/" + std::to_string(process.pid);
  if (process.start_ticks == 0) {
    std::error_code failure;
    return std::filesystem::exists(folder, failure);
  }
  char buffer[1024];
  const TextFile file(folder + "/stat");
  const auto stat = parse_process_stat(file.read(buffer));
  return stat && stat->start_ticks == process.start_ticks;
}

std::string why_pids_are_foreign(const std::string& proc_root) {
  std::error_code failure;
  const auto link = std::filesystem::read_symlink(proc_root + "/self/ns/pid", failure);
  if (failure) {
    return "the PID namespace is unknown, and the driver lists process IDs of the initial namespace";
  }
  if (link == kInitialNamespace) return {};
  return "the driver lists process IDs of the initial namespace, and this process is in another PID "
         "namespace (container)";
}

}  // namespace loadcell
