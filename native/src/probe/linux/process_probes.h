#pragma once

#include "base/fd.h"
#include "probe/linux/process_handle.h"
#include "probe/probe.h"

namespace loadcell {

/** Anonymous, file, shared and swapped memory and the kernel's own high-water mark: /proc/PID/status, 8 to 11 us. */
class ProcessMemoryProbe final : public Probe {
 public:
  explicit ProcessMemoryProbe(const ProcessHandle& process);
  RecordKind kind() const noexcept override { return RecordKind::kProcessMemory; }
  ProbeValues read() noexcept override;

 private:
  Fd file_;
};

/** User and system time, faults and threads: /proc/PID/stat, 3.5 to 5.5 us. Time in steps of a clock tick. */
class ProcessCpuProbe final : public Probe {
 public:
  explicit ProcessCpuProbe(const ProcessHandle& process);
  RecordKind kind() const noexcept override { return RecordKind::kProcessCpu; }
  ProbeValues read() noexcept override;

 private:
  Fd file_;
  double tick_ns_;
};

/** Bytes read and written: /proc/PID/io, 1.6 us. Only for processes that the caller may trace. */
class ProcessIoProbe final : public Probe {
 public:
  explicit ProcessIoProbe(const ProcessHandle& process);
  RecordKind kind() const noexcept override { return RecordKind::kProcessIo; }
  ProbeValues read() noexcept override;

 private:
  Fd file_;
};

}  // namespace loadcell
