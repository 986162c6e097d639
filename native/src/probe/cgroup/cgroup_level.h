#pragma once

#include <string>
#include <vector>

#include "probe/cgroup/cgroup_location.h"
#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/**
 * One cgroup of a hierarchy, with its limits and the usage that counts towards them. Under 1 us per file, about 10 us for its
 * file cache. Used by one thread.
 */
class CgroupLevel {
 public:
  CgroupLevel(int version, std::string folder);

  const std::string& folder() const noexcept { return folder_; }

  /** Infinite without a limit; NaN when it cannot be read, as for the root of version 2. */
  double limit_bytes() const noexcept;

  /** Whether the cgroup has a memory limit, a swap limit, or a throttling threshold (memory.high). */
  bool is_limited() const noexcept;

  /** The columns of {@link RecordKind::kCgroupMemory}. */
  ProbeValues read_usage() const noexcept;

  /** The lowest limit of the cgroup and all above it, including invisible ones. NaN in version 2. */
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
  /** Limit hits and OOM kills. */
  TextFile hits_;
  TextFile kills_;
  TextFile stat_;
  TextFile high_;
  /** Version 1 reports swap in memory.stat and limits it together with memory. */
  TextFile swap_;
  TextFile swap_limit_;
};

/**
 * The lowest limit of the cgroups above the visible ones, whose usage cannot be read from here: version 1 reports the limit to
 * every cgroup below. NaN when there is none, or when a visible limit is as low.
 */
double read_hidden_limit_bytes(const std::vector<CgroupLevel>& levels) noexcept;

/** The cgroup of a process, then the visible ones above it whose limits apply to it. */
std::vector<CgroupLevel> open_cgroup_levels(const CgroupLocation& location);

}  // namespace loadcell
