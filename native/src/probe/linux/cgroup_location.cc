#include "probe/linux/cgroup_location.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace loadcell {
namespace {

/** One line of /proc/self/mountinfo. */
struct Mount {
  std::string root;
  std::string point;
  std::string type;
  std::string options;
};

/** The group of a process in one hierarchy: one line of /proc/PID/cgroup. */
struct Membership {
  int version;
  std::string path;
};

/** The kernel writes spaces, tabs, line ends and backslashes of paths as \ooo. */
std::string unescape(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '3') {
      const int code = (text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0');
      plain.push_back(static_cast<char>(code));
      i += 3;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

bool lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const size_t end = words.find(',');
    if (words.substr(0, end) == word) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
  return false;
}

/** The memory controller's line; that of version 1 comes first, since version 2 is there without it on a hybrid. */
std::optional<Membership> find_membership(const std::string& proc_root, pid_t pid) {
  std::ifstream file(proc_root + "/" + std::to_string(pid) + "/cgroup");
  std::optional<Membership> unified;
  for (std::string line; std::getline(file, line);) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string_view controllers =
        std::string_view(line).substr(first + 1, second - first - 1);
    if (lists(controllers, "memory")) return Membership{1, line.substr(second + 1)};
    if (line.starts_with("0::")) unified = Membership{2, line.substr(second + 1)};
  }
  return unified;
}

std::optional<Mount> find_mount(const std::string& proc_root, int version) {
  std::ifstream file(proc_root + "/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    // id parent major:minor root point options [more]... - type source options
    std::istringstream words(line);
    std::string id, parent, device, root, point, word, type, source, options;
    words >> id >> parent >> device >> root >> point;
    while (words >> word && word != "-") {
    }
    words >> type >> source >> options;
    const bool fits = version == 2 ? type == "cgroup2" : type == "cgroup" && lists(options, "memory");
    if (fits) return Mount{unescape(root), unescape(point), type, options};
  }
  return std::nullopt;
}

/** The path of a group below its mount, which may itself show only a part of the hierarchy. */
std::string below_mount(const std::string& path, const std::string& root) {
  if (root == "/") return path == "/" ? "" : path;
  if (path == root) return "";
  if (path.starts_with(root + "/")) return path.substr(root.size());
  // Of another namespace: what is mounted is the group as far as it can be seen from here.
  return "";
}

}  // namespace

std::optional<CgroupLocation> locate_cgroup(const std::string& proc_root, pid_t pid) {
  const auto membership = find_membership(proc_root, pid);
  if (!membership) return std::nullopt;
  const auto mount = find_mount(proc_root, membership->version);
  if (!mount) return std::nullopt;
  CgroupLocation location{.version = membership->version,
                          .folder = mount->point + below_mount(membership->path, mount->root),
                          .mount_point = mount->point};
  std::error_code failure;
  if (!std::filesystem::is_directory(location.folder, failure)) return std::nullopt;
  return location;
}

}  // namespace loadcell
