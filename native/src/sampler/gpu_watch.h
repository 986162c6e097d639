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
#include "probe/gpu/gpu_device.h"
#include "sampler/column_totals.h"

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
  std::string vendor;
  std::string name;
  std::string id;
  /** Why its last reading lacked something. */
  std::string problem;
  RecordTotals figures;
  RecordTotals clocks;
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

  /** Processes whose memory is looked up in fdinfo. */
  void set_processes(std::vector<pid_t> pids);

  GpuTotals totals() const;
  std::vector<GpuReport> reports() const;
  /** What cannot be read here, and why. */
  std::vector<std::string> missing() const;
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  void open_devices();
  void read_device(size_t index, double at_ns);
  void read_processes(size_t index, double at_ns);
  void read_drm_processes(double at_ns);
  void write(RecordKind kind, uint16_t device, pid_t pid, double at_ns, const ProbeValues& values);
  void set_reading_since(double at_ns);

  const GpuSetup setup_;
  const size_t ring_offset_bytes_;
  std::vector<std::unique_ptr<GpuDevice>> devices_;

  mutable std::mutex mutex_;
  /** Guarded by the mutex, as all that follows; nothing once it was let go of. */
  std::optional<RingWriter<Record>> ring_;
  std::vector<GpuReport> reports_;
  std::vector<std::string> missing_;
  std::vector<pid_t> pids_;
  GpuTotals totals_;
};

}  // namespace loadcell
