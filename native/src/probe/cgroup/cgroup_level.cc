#include "probe/cgroup/cgroup_level.h"

#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace loadcell {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

/**
 * Version 1 writes "no limit" as the largest count of whole pages: 2^63 less up to one page, whose size depends on the
 * machine. No machine has a quarter of that memory.
 */
constexpr double kVersion1Unlimited = 0x1p62;

/** Larger than memory.stat, which the kernel limits to one page. */
constexpr size_t kStatBytes = 16384;

std::string path_of(const std::string& folder, int version, std::string_view one,
                    std::string_view two) {
  std::string path = folder + "/";
  path += version == 1 ? one : two;
  return path;
}

double read_limit(const TextFile& file) noexcept {
  const double limit = file.read_number();
  return limit >= kVersion1Unlimited ? kUnlimited : limit;
}

/** Whether the limits of a version 1 cgroup apply to those below it; in version 2 they always do. */
bool reaches_down(const CgroupLocation& location, const std::string& folder) {
  if (location.version == 2) return true;
  // Kernels without the file always apply them.
  return TextFile(folder + "/memory.use_hierarchy").read_number() != 0;
}

}  // namespace

CgroupLevel::CgroupLevel(int version, std::string folder)
    : version_(version),
      folder_(std::move(folder)),
      current_(path_of(folder_, version, "memory.usage_in_bytes", "memory.current")),
      peak_(path_of(folder_, version, "memory.max_usage_in_bytes", "memory.peak")),
      limit_(path_of(folder_, version, "memory.limit_in_bytes", "memory.max")),
      hits_(path_of(folder_, version, "memory.failcnt", "memory.events")),
      kills_(path_of(folder_, version, "memory.oom_control", "memory.events")),
      stat_(folder_ + "/memory.stat"),
      high_(version == 1 ? TextFile() : TextFile(folder_ + "/memory.high")),
      swap_(version == 1 ? TextFile() : TextFile(folder_ + "/memory.swap.current")),
      swap_limit_(path_of(folder_, version, "memory.memsw.limit_in_bytes", "memory.swap.max")) {}

double CgroupLevel::limit_bytes() const noexcept { return read_limit(limit_); }

double CgroupLevel::effective_limit_bytes() const noexcept {
  if (version_ == 2) return kNotMeasured;
  char buffer[kStatBytes];
  return find_scaled(stat_.read(buffer), "hierarchical_memory_limit ", 1);
}

double CgroupLevel::high_bytes() const noexcept { return read_limit(high_); }

double CgroupLevel::swap_limit_bytes() const noexcept {
  const double limit = read_limit(swap_limit_);
  if (version_ == 2 || !std::isfinite(limit)) return limit;
  return std::fmax(0, limit - limit_bytes());
}

bool CgroupLevel::is_limited() const noexcept {
  return std::isfinite(limit_bytes()) || std::isfinite(high_bytes()) ||
         std::isfinite(swap_limit_bytes());
}

ProbeValues CgroupLevel::read_usage() const noexcept {
  char buffer[1024];
  const double hits = version_ == 1 ? hits_.read_number()
                                    : find_scaled(hits_.read(buffer), "max ", 1);
  const double kills = find_scaled(kills_.read(buffer), "oom_kill ", 1);
  return {current_.read_number(), peak_.read_number(), limit_bytes(), hits, kills};
}

ProbeValues CgroupLevel::read_reserve() const noexcept {
  char buffer[kStatBytes];
  const std::string_view stat = stat_.read(buffer);
  if (version_ == 2) {
    return {find_scaled(stat, "inactive_file ", 1), find_scaled(stat, "active_file ", 1),
            high_bytes(), swap_.read_number(), swap_limit_bytes()};
  }
  // The total_ keys include the cgroups below, like the usage.
  return {find_scaled(stat, "total_inactive_file ", 1), find_scaled(stat, "total_active_file ", 1),
          high_bytes(), find_scaled(stat, "total_swap ", 1), swap_limit_bytes()};
}

double read_hidden_limit_bytes(const std::vector<CgroupLevel>& levels) noexcept {
  if (levels.empty()) return kNotMeasured;
  const double effective = levels.front().effective_limit_bytes();
  for (const CgroupLevel& level : levels) {
    if (level.limit_bytes() <= effective) return kNotMeasured;
  }
  return effective < kVersion1Unlimited ? effective : kNotMeasured;
}

std::vector<CgroupLevel> open_cgroup_levels(const CgroupLocation& location) {
  std::vector<CgroupLevel> levels;
  std::string folder = location.folder;
  levels.emplace_back(location.version, folder);
  while (folder.size() > location.mount_point.size()) {
    folder.resize(folder.rfind('/'));
    if (!reaches_down(location, folder)) break;
    levels.emplace_back(location.version, folder);
  }
  return levels;
}

}  // namespace loadcell
