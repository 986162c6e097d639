#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probe/gpu/gpu_device.h"

namespace loadcell {

/** What fdinfo reports of one open file of a device of the Direct Rendering Manager. */
struct DrmClient {
  /** Such as "amdgpu"; empty where the kernel does not report it (before 5.19). */
  std::string driver;
  /** PCI address of the device; empty for a device on another bus. */
  std::string pci;
  /** Files with the same one are one client of the device; empty where the kernel does not report it. */
  std::string id;
  /** Nothing where the driver does not report it. */
  std::optional<GpuMemory> memory;
  /** Whether a part of the memory is what was requested, for want of what is resident. */
  bool is_requested = false;
};

/**
 * Reads the text of a file of /proc/PID/fdinfo: the keys of Documentation/gpu/drm-usage-stats.rst, and those of amdgpu
 * before them (Linux 5.14 to 5.18). Nothing when the file is not of the Direct Rendering Manager. Any thread.
 */
std::optional<DrmClient> parse_drm_client(std::string_view text);

}  // namespace loadcell
