#include "probe/linux/cgroup_memory_probe.h"

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace loadcell {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();
/** Version 1 has no word for "no limit" but the largest count of pages. */
constexpr double kVersion1Unlimited = 9.2e18;

std::string name_of(int version, std::string_view one, std::string_view two) {
  std::string name = "/";
  name += version == 1 ? one : two;
  return name;
}

}  // namespace

CgroupMemoryProbe::CgroupMemoryProbe(const CgroupLocation& location)
    : version_(location.version),
      current_(location.folder + name_of(version_, "memory.usage_in_bytes", "memory.current")),
      peak_(location.folder + name_of(version_, "memory.max_usage_in_bytes", "memory.peak")),
      hits_(location.folder + name_of(version_, "memory.failcnt", "memory.events")),
      kills_(location.folder + name_of(version_, "memory.oom_control", "memory.events")) {
  std::string folder = location.folder;
  while (folder.starts_with(location.mount_point)) {
    TextFile limit(folder + name_of(version_, "memory.limit_in_bytes", "memory.max"));
    // The root of the hierarchy has no limit.
    if (limit.is_open()) limits_.push_back(std::move(limit));
    if (folder.size() <= location.mount_point.size()) break;
    folder.resize(folder.rfind('/'));
  }
}

double CgroupMemoryProbe::read_limit_bytes() const noexcept {
  double lowest = limits_.empty() ? kNotMeasured : kUnlimited;
  for (const TextFile& file : limits_) {
    const double limit = file.read_number();
    if (std::isnan(limit)) return kNotMeasured;
    if (limit < kVersion1Unlimited) lowest = std::fmin(lowest, limit);
  }
  return lowest;
}

ProbeValues CgroupMemoryProbe::read() noexcept {
  char buffer[512];
  const double hits = version_ == 1 ? hits_.read_number()
                                    : find_scaled(hits_.read(buffer), "max ", 1);
  const double kills = find_scaled(kills_.read(buffer), "oom_kill ", 1);
  return {current_.read_number(), peak_.read_number(), read_limit_bytes(), hits, kills};
}

}  // namespace loadcell
