#include "probe/cgroup/cgroup_path.h"

namespace loadcell {
namespace {

/** A path as the number of steps up from the namespace root, and the names below that. */
struct NamespacePath {
  size_t ups = 0;
  std::string_view names;
};

NamespacePath parse(std::string_view path) {
  constexpr std::string_view kUp = "/..";
  NamespacePath parsed{.names = path};
  while (parsed.names == kUp || parsed.names.starts_with("/../")) {
    ++parsed.ups;
    parsed.names.remove_prefix(kUp.size());
  }
  if (parsed.names == "/") parsed.names = {};
  return parsed;
}

}  // namespace

std::optional<CgroupDescent> descend(std::string_view mount_root, std::string_view group) {
  const NamespacePath from = parse(mount_root);
  const NamespacePath to = parse(group);
  if (to.ups > from.ups) return std::nullopt;
  if (to.ups < from.ups) {
    // The path leads down through ancestors of the namespace root, not through a sibling of one.
    if (!from.names.empty()) return std::nullopt;
    return CgroupDescent{from.ups - to.ups, std::string(to.names)};
  }
  const bool is_below = to.names.starts_with(from.names) &&
                        (to.names.size() == from.names.size() || from.names.empty() ||
                         to.names[from.names.size()] == '/');
  if (!is_below) return std::nullopt;
  return CgroupDescent{0, std::string(to.names.substr(from.names.size()))};
}

}  // namespace loadcell
