#pragma once

#include <vector>

#include "probe/linux/cgroup_location.h"
#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/**
 * The kernel's own account of all memory of a group: page cache and kernel memory included, shared pages once. Under
 * 1 us a file.
 */
class CgroupMemoryProbe final : public Probe {
 public:
  explicit CgroupMemoryProbe(const CgroupLocation& location);
  RecordKind kind() const noexcept override { return RecordKind::kCgroupMemory; }
  ProbeValues read() noexcept override;

 private:
  double read_limit_bytes() const noexcept;

  const int version_;
  TextFile current_;
  TextFile peak_;
  /** Of the group and of those that it is in: the lowest applies. */
  std::vector<TextFile> limits_;
  /** How often the limit was hit, and the out-of-memory kills. */
  TextFile hits_;
  TextFile kills_;
};

}  // namespace loadcell
