#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/ring.h"
#include "base/thread.h"
#include "probe/column_totals.h"
#include "probe/gpu/gpu_device.h"
#include "probe/linux/process/process_handle.h"

namespace loadcell {

/** What is read, and how often. */
struct GpuSetup {
  /** A path or a name that the loader finds; empty to leave NVIDIA out. */
  std::string nvml_path;
  std::string sys_root;
  std::string proc_root;
  int64_t period_ns;
  /** Interval between process lists, a multiple of the period: listing can stall the workload. */
  int64_t processes_period_ns;
};

/** Report of one device. */
struct GpuReport {
  std::string vendor = {};
  std::string name = {};
  std::string id = {};
  /** Why its last reading was incomplete; empty when it was complete. */
  std::string problem = {};
  /** Why the memory of the tree on this device is unknown; empty when it is known or was not read yet. */
  std::string unattributed = {};
  RecordTotals figures = {};
  RecordTotals clocks = {};
};

/** Totals of the watch. */
struct GpuTotals {
  /** Whether the drivers have been opened; no device is known before. */
  bool is_open = false;
  uint64_t ticks = 0;
  uint64_t missed_ticks = 0;
  uint64_t rows = 0;
  uint64_t dropped_rows = 0;
  /** When the current reading began, NaN between readings: shows a driver that hangs. */
  double reading_since_ns = kNotMeasured;
};

/**
 * Reads GPUs on a separate thread. If a driver blocks forever, that thread is detached and no longer writes to memory that
 * others own.
 *
 * Threads: `run` belongs to the watch's thread; any thread may call the rest. Owned jointly by the owner and the thread.
 */
class GpuWatch {
 public:
  GpuWatch(GpuSetup setup, void* ring_memory, uint32_t ring_slots);

  void run(Thread& thread) noexcept;

  /** Once this returns, the watch no longer accesses the memory of the ring. */
  void release_ring();

  /** Sets the current processes of the tree, parents before children: only their memory is reported per process. */
  void set_processes(std::vector<ProcessIdentity> processes);

  GpuTotals totals() const;
  std::vector<GpuReport> reports() const;
  /** What was searched for and not found, with reasons. */
  std::vector<std::string> missing() const;
  /** What was found and cannot be read, or only in part, with reasons; each once. */
  std::vector<std::string> problems() const;
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  void open_devices();
  void read_device(size_t index, double at_ns);
  void list_processes(double at_ns);
  void list_by_device(size_t index, const std::vector<pid_t>& tree, double at_ns);
  void list_by_drm(const std::vector<pid_t>& tree, double at_ns);
  /** Living processes of the tree; nothing before `set_processes`. */
  std::optional<std::vector<pid_t>> living_tree() const;
  // The following functions require the mutex.
  size_t report_of(const std::string& device);
  void report_unattributed(const GpuReport& report);
  void report_once(const std::string& problem);
  void write(RecordKind kind, size_t device, pid_t pid, double at_ns, const ProbeValues& values);
  void write(RecordKind kind, size_t device, pid_t pid, double at_ns, const GpuMemory& memory);

  void set_reading_since(double at_ns);

  const GpuSetup setup_;
  const size_t ring_offset_bytes_;
  std::vector<std::unique_ptr<GpuDevice>> devices_;
  /** Why the driver's process IDs differ from those of the tree; empty when they are the same. */
  std::string foreign_pids_;

  mutable std::mutex mutex_;
  /** Guarded by the mutex, like all members below; empty after `release_ring`. */
  std::optional<RingWriter<Record>> ring_;
  std::vector<GpuReport> reports_;
  std::vector<std::string> missing_;
  std::vector<std::string> problems_;
  std::optional<std::vector<ProcessIdentity>> tree_;
  GpuTotals totals_;
};

}  // namespace loadcell
