#include "probe/linux/process/process_parents.h"

#include <fcntl.h>

#include <charconv>
#include <filesystem>

#include "base/fd.h"
#include "probe/linux/folder_entries.h"
#include "probe/linux/proc_text.h"
#include "probe/linux/process/process_stat.h"

namespace loadcell {

ChildrenByParent read_process_parents(const std::string& proc_root) {
  ChildrenByParent children;
  char text[1024];
  for (const std::filesystem::path& entry : folder_entries(proc_root)) {
    const std::string name = entry.filename().string();
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc{} || *end != '\0') continue;
    const Fd file(open((entry / "stat").c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) continue;
    const auto stat = parse_process_stat(read_proc_text(file.get(), text, sizeof(text)).text);
    if (stat) children[stat->parent_pid].push_back(pid);
  }
  return children;
}

}  // namespace loadcell
