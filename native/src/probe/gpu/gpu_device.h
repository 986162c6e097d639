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

/** GPU memory of one process on one device. */
struct GpuProcess {
  /** As the driver tells it: that of the host, where this is a container. */
  pid_t pid;
  /** NaN when the driver does not tell. */
  double used_bytes;
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

  /** Adds the processes that use it. False when the device does not tell. */
  virtual bool list_processes(std::vector<GpuProcess>& processes) = 0;

  /** Why the last reading lacked something; empty when nothing did. */
  virtual const std::string& problem() const noexcept = 0;
};

}  // namespace loadcell
