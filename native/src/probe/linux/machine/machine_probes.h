#pragma once

#include <string>

#include "probe/linux/text_file.h"
#include "probe/probe.h"

namespace loadcell {

/** Memory of the machine: /proc/meminfo. */
class MachineMemoryProbe final : public Probe {
 public:
  explicit MachineMemoryProbe(const std::string& proc_root);
  RecordKind kind() const noexcept override { return RecordKind::kMachineMemory; }
  ProbeValues read() noexcept override;

 private:
  TextFile file_;
};

/** CPU time of the machine since boot, summed over its cores, in clock ticks: /proc/stat. */
class MachineCpuProbe final : public Probe {
 public:
  explicit MachineCpuProbe(const std::string& proc_root);
  RecordKind kind() const noexcept override { return RecordKind::kMachineCpu; }
  ProbeValues read() noexcept override;

 private:
  TextFile file_;
  double tick_ns_;
  /** Number of cores at construction. */
  double cores_;
};

}  // namespace loadcell
