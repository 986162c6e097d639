#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/probe.h"

namespace loadcell {

/** Figures of one GPU at one instant; NaN for what could not be read. */
struct GpuReading {
  double used_bytes = kNotMeasured;
  double total_bytes = kNotMeasured;
  /** Memory of the system that the device uses beside its own. */
  double system_bytes = kNotMeasured;
  /** 0 to 1. */
  double utilization = kNotMeasured;
  double power_watts = kNotMeasured;
  double temperature_celsius = kNotMeasured;
  /** Since the driver was loaded. */
  double energy_joules = kNotMeasured;
  double core_clock_hz = kNotMeasured;
  double memory_clock_hz = kNotMeasured;
  /** Bits as the driver has them; 0 means that nothing slows the clocks. */
  double throttle_reasons = kNotMeasured;
};

/** GPU memory of one process or of several. */
struct GpuMemory {
  /** Of every kind: on the device and in the system's memory. NaN when the driver does not report it. */
  double used_bytes = 0;
  /** What of it is on the device. */
  double device_bytes = 0;
  /** What is shared with other clients, and counts in each; NaN when the driver does not report it. */
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
  /** As the driver reports it: that of the host, where this is a container. */
  pid_t pid;
  GpuMemory memory;
};

/**
 * One GPU. Reading it may block in the driver, for ever if that hangs: it is made, read and destroyed on a thread that
 * nothing else depends on.
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
  /** What tells it from others alike: a UUID or a PCI address; may be empty. */
  virtual const std::string& id() const noexcept = 0;

  virtual GpuReading read() = 0;

  /** Whether it lists its processes itself. */
  virtual bool lists_processes() const noexcept = 0;

  /** Adds the processes that use it, each once. False when the driver does not report them: `problem` has the reason. */
  virtual bool list_processes(std::vector<GpuProcess>& processes) = 0;

  /** Why the last reading lacked something; empty when nothing did. */
  virtual const std::string& problem() const noexcept = 0;
};

}  // namespace loadcell
