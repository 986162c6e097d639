#pragma once

#include <string>
#include <vector>

#include "base/fd.h"
#include "probe/linux/process/process_handle.h"
#include "probe/probe.h"

namespace loadcell {

/** Anonymous, file, shared and swapped memory and the kernel's own high-water mark: /proc/PID/status, 8 to 11 us. */
class ProcessMemoryProbe final : public Probe {
 public:
  explicit ProcessMemoryProbe(const ProcessHandle& process);
  RecordKind kind() const noexcept override { return RecordKind::kProcessMemory; }
  ProbeValues read() noexcept override;

  /** Huge pages of a reserved pool, which RSS excludes, bytes; from the last `read`, NaN when unknown. */
  double hugetlb_bytes() const noexcept { return hugetlb_bytes_; }

 private:
  Fd file_;
  std::vector<char> buffer_;
  double hugetlb_bytes_ = kNotMeasured;
};

/** User and system time, faults and threads: /proc/PID/stat, 3.5 to 5.5 us. Times in clock ticks. */
class ProcessCpuProbe final : public Probe {
 public:
  explicit ProcessCpuProbe(const ProcessHandle& process);
  RecordKind kind() const noexcept override { return RecordKind::kProcessCpu; }
  ProbeValues read() noexcept override;

  /**
   * CPU time of its reaped children and their descendants, nanoseconds in clock ticks; from the last `read`, NaN when
   * unknown.
   */
  double reaped_ns() const noexcept { return reaped_ns_; }

  /** Program name from the last `read`, at most 15 characters; empty when unknown. */
  const std::string& program() const noexcept { return program_; }

 private:
  Fd file_;
  double reaped_ns_ = kNotMeasured;
  std::string program_;
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
