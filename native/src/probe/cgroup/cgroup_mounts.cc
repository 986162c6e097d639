#include "probe/cgroup/cgroup_mounts.h"

#include <fstream>
#include <sstream>

namespace loadcell {
namespace {

/** Decodes \ooo, which the kernel writes for spaces, tabs, newlines and backslashes in paths. */
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

}  // namespace

std::optional<CgroupMembership> find_membership(std::string_view text) {
  std::optional<CgroupMembership> unified;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const size_t first = line.find(':');
    if (first == std::string_view::npos) continue;
    const size_t second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string path(line.substr(second + 1));
    if (lists(line.substr(first + 1, second - first - 1), "memory")) {
      return CgroupMembership{1, path};
    }
    if (line.starts_with("0::")) unified = CgroupMembership{2, path};
  }
  return unified;
}

std::vector<CgroupMount> list_cgroup_mounts(const std::string& proc_root, int version) {
  std::vector<CgroupMount> mounts;
  std::ifstream file(proc_root + "/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    // id parent major:minor root point options [more]... - type source options
    std::istringstream words(line);
    std::string id, parent, device, root, point, word, type, source, options;
    words >> id >> parent >> device >> root >> point;
    while (words >> word && word != "-") {
    }
    words >> type >> source >> options;
    const bool fits =
        version == 2 ? type == "cgroup2" : type == "cgroup" && lists(options, "memory");
    if (fits) mounts.push_back({unescape(root), unescape(point)});
  }
  return mounts;
}

}  // namespace loadcell
