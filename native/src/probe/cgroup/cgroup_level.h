#pragma once

#include <string>
#include <vector>

#include "probe/cgroup/cgroup_location.h"
#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/**
 * One group of a hierarchy, and its own limits with what counts towards them. Under 1 us a file, some 10 us for what its
 * file cache is. Used by one thread.
 */
class CgroupLevel {
 public:
  CgroupLevel(int version, std::string folder);

  const std::string& folder() const noexcept { return folder_; }

  /** Infinite without one; NaN where it cannot be read, as of the root of version 2. */
  double limit_bytes() const noexcept;

  /** Whether the group has a limit of memory, a limit of swap, or a point from which the kernel slows it down. */
  bool is_limited() const noexcept;

  /** The columns of {@link RecordKind::kCgroupMemory}. */
  ProbeValues read_usage() const noexcept;

  /** The lowest limit of the group and all above it, also of those that cannot be seen. Version 1 alone tells it. */
  double effective_limit_bytes() const noexcept;

  /** The columns of {@link RecordKind::kCgroupLimit}. */
  ProbeValues read_reserve() const noexcept;

 private:
  double high_bytes() const noexcept;
  double swap_limit_bytes() const noexcept;

  const int version_;
  const std::string folder_;
  TextFile current_;
  TextFile peak_;
  TextFile limit_;
  /** How often the limit was hit, and the out-of-memory kills. */
  TextFile hits_;
  TextFile kills_;
  TextFile stat_;
  TextFile high_;
  /** Version 1 has swap in the statistics, and limits it together with memory. */
  TextFile swap_;
  TextFile swap_limit_;
};

/**
 * The lowest limit of groups above those that are seen from here, whose usage nobody here can know: version 1 tells it to each
 * group below. NaN where there is none, or none that is lower than theirs.
 */
double read_hidden_limit_bytes(const std::vector<CgroupLevel>& levels) noexcept;

/** The group of a process, then those above it whose limits apply to it, as far as they are seen from here. */
std::vector<CgroupLevel> open_cgroup_levels(const CgroupLocation& location);

}  // namespace loadcell
