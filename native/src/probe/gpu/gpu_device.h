#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/probe.h"

namespace loadcell {

/** Values of one GPU at one time; NaN for what could not be read. */
struct GpuReading {
  double used_bytes = kNotMeasured;
  double total_bytes = kNotMeasured;
  /** System memory that the device uses in addition to its own. */
  double system_bytes = kNotMeasured;
  /** 0 to 1. */
  double utilization = kNotMeasured;
  double power_watts = kNotMeasured;
  double temperature_celsius = kNotMeasured;
  /** Since the driver was loaded. */
  double energy_joules = kNotMeasured;
  double core_clock_hz = kNotMeasured;
  double memory_clock_hz = kNotMeasured;
  /** Driver bits; 0 means that the clocks are not throttled. */
  double throttle_reasons = kNotMeasured;
};

/** GPU memory of one or more processes. */
struct GpuMemory {
  /** Memory of every kind: on the device and in system memory. NaN when the driver does not report it. */
  double used_bytes = 0;
  /** The part on the device. */
  double device_bytes = 0;
  /** The part shared with other clients, counted in each; NaN when the driver does not report it. */
  double shared_bytes = 0;

  GpuMemory& operator+=(const GpuMemory& other) noexcept {
    used_bytes += other.used_bytes;
    device_bytes += other.device_bytes;
    shared_bytes += other.shared_bytes;
    return *this;
  }
};

/** GPU memory of one process on one device. */
struct GpuProcess {
  /** As the driver reports it: the PID on the host if this is a container. */
  pid_t pid;
  GpuMemory memory;
};

/**
 * One GPU. Reading may block in the driver, forever if the driver hangs: it is constructed, read and destroyed on a thread
 * that nothing else depends on.
 */
class GpuDevice {
 public:
  GpuDevice() = default;
  virtual ~GpuDevice() = default;
  GpuDevice(const GpuDevice&) = delete;
  GpuDevice& operator=(const GpuDevice&) = delete;

  /** "nvidia", "amd". */
  virtual const char* vendor() const noexcept = 0;
  virtual const std::string& name() const noexcept = 0;
  /** Unique id: a UUID or a PCI address; may be empty. */
  virtual const std::string& id() const noexcept = 0;

  virtual GpuReading read() = 0;

  /** Whether it lists its processes itself. */
  virtual bool lists_processes() const noexcept = 0;

  /** Adds the processes that use it, each once. False when the driver does not report them: see `problem`. */
  virtual bool list_processes(std::vector<GpuProcess>& processes) = 0;

  /** Why the last reading was incomplete; empty when it was complete. */
  virtual const std::string& problem() const noexcept = 0;
};

}  // namespace loadcell
