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

/** What is watched, and how often. */
struct GpuSetup {
  /** A path or a name that the loader finds; empty to leave NVIDIA out. */
  std::string nvml_path;
  std::string sys_root;
  std::string proc_root;
  int64_t period_ns;
  /** Between lists of processes, a multiple of the period: they can stall the workload. */
  int64_t processes_period_ns;
};

/** What is known of one device. */
struct GpuReport {
  std::string vendor = {};
  std::string name = {};
  std::string id = {};
  /** Why its last reading lacked something. */
  std::string problem = {};
  /** Why the memory that the tree holds on it is unknown; empty when it is known, or was not read yet. */
  std::string unattributed = {};
  RecordTotals figures = {};
  RecordTotals clocks = {};
};

/** The account of the watch as a whole. */
struct GpuTotals {
  /** Whether the drivers have answered; there is no device before. */
  bool is_open = false;
  uint64_t ticks = 0;
  uint64_t missed_ticks = 0;
  uint64_t rows = 0;
  uint64_t dropped_rows = 0;
  /** When the reading in progress began, NaN between readings: a driver that hangs shows here. */
  double reading_since_ns = kNotMeasured;
};

/**
 * Reads GPUs on a thread of its own. A driver can block for ever: then the thread is left behind, and writes nothing
 * any more that others own.
 *
 * Threads: `run` belongs to the watch's thread, everything else may be called by any. Shared by the owner and the
 * thread, whichever lives longer.
 */
class GpuWatch {
 public:
  GpuWatch(GpuSetup setup, void* ring_memory, uint32_t ring_slots);

  void run(Thread& thread) noexcept;

  /** From its return on the ring's memory is not touched. */
  void let_go_of_ring();

  /** The processes of the tree as they are now, parents before children: only theirs is told apart. */
  void set_processes(std::vector<ProcessIdentity> processes);

  GpuTotals totals() const;
  std::vector<GpuReport> reports() const;
  /** What was looked for and is not here, and why. */
  std::vector<std::string> missing() const;
  /** What is here and cannot be read, or not whole, and why; each once. */
  std::vector<std::string> problems() const;
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  void open_devices();
  void read_device(size_t index, double at_ns);
  void list_processes(double at_ns);
  void list_by_device(size_t index, const std::vector<pid_t>& tree, double at_ns);
  void list_by_drm(const std::vector<pid_t>& tree, double at_ns);
  /** Those of the tree that live. Nothing before they were named. */
  std::optional<std::vector<pid_t>> living_tree() const;
  // These are called with the mutex held.
  size_t report_of(const std::string& device);
  void say_unattributed(const GpuReport& report);
  void say_once(const std::string& problem);
  void write(RecordKind kind, size_t device, pid_t pid, double at_ns, const ProbeValues& values);
  void write(RecordKind kind, size_t device, pid_t pid, double at_ns, const GpuMemory& memory);

  void set_reading_since(double at_ns);

  const GpuSetup setup_;
  const size_t ring_offset_bytes_;
  std::vector<std::unique_ptr<GpuDevice>> devices_;
  /** Why process ids of a driver are not those of the tree; empty when they are. */
  std::string foreign_pids_;

  mutable std::mutex mutex_;
  /** Guarded by the mutex, as all that follows; nothing once it was let go of. */
  std::optional<RingWriter<Record>> ring_;
  std::vector<GpuReport> reports_;
  std::vector<std::string> missing_;
  std::vector<std::string> problems_;
  std::optional<std::vector<ProcessIdentity>> tree_;
  GpuTotals totals_;
};

}  // namespace loadcell
