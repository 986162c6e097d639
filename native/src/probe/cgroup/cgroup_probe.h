#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/cgroup/target_cgroup.h"
#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/** `source` of a row: levels above the cgroup of the process, plus this for each move of the process. */
constexpr uint16_t kSourcesPerCgroup = 32;

/**
 * Memory of the cgroup of a process, and of those above it with a limit, as accounted by the kernel: including page cache and
 * kernel memory, shared pages once. One row per cgroup, so that each limit appears with the usage of the same cgroup. Also
 * counts the OOM kills on the whole machine.
 */
class CgroupProbe final : public Probe {
 public:
  CgroupProbe(const std::string& proc_root, pid_t pid);

  /** Kind of the row read last. */
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
