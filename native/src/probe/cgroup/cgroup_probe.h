#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/cgroup/target_cgroup.h"
#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/** Rows of groups by `source`: steps above the group of the process, and this more for each time that it was moved. */
constexpr uint16_t kSourcesPerCgroup = 32;

/**
 * The kernel's own account of the memory of the group of a process and of those above it that have a limit: page cache
 * and kernel memory included, shared pages once. A row for each group, so that a limit always stands with the usage of
 * the very group that has it. Beside them, how many processes the kernel killed for memory on the whole machine.
 */
class CgroupProbe final : public Probe {
 public:
  CgroupProbe(const std::string& proc_root, pid_t pid);

  /** Of the row that was read last. */
  RecordKind kind() const noexcept override { return row_.kind; }
  uint16_t source() const noexcept override { return row_.source; }
  ProbeValues read() noexcept override;
  bool has_more() const noexcept override { return next_ < rows_.size(); }

  const TargetCgroup& cgroup() const noexcept { return cgroup_; }

 private:
  struct Row {
    RecordKind kind = RecordKind::kCgroupMemory;
    uint16_t source = 0;
    ProbeValues values = kNoValues;
  };

  void read_rows();
  uint16_t source_of(size_t level) const noexcept;

  TargetCgroup cgroup_;
  TextFile machine_;
  uint64_t ticks_ = 0;
  std::vector<Row> rows_;
  size_t next_ = 0;
  Row row_;
};

}  // namespace loadcell
