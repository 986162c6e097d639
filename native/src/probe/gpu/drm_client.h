#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probe/gpu/gpu_device.h"

namespace loadcell {

/** What fdinfo reports about one open file of a DRM device (Direct Rendering Manager). */
struct DrmClient {
  /** Such as "amdgpu"; empty when the kernel does not report it (before 5.19). */
  std::string driver;
  /** PCI address of the device; empty for a device on another bus. */
  std::string pci;
  /** Files with the same id are one client of the device; empty when the kernel does not report it. */
  std::string id;
  /** Nothing when the driver does not report it. */
  std::optional<GpuMemory> memory;
  /** Whether requested memory is used for a part whose resident memory is unknown. */
  bool is_requested = false;
};

/**
 * Parses a file of /proc/PID/fdinfo: the keys of Documentation/gpu/drm-usage-stats.rst and the earlier ones of amdgpu (Linux
 * 5.14 to 5.18). Nothing when the file does not belong to a DRM device. Any thread.
 */
std::optional<DrmClient> parse_drm_client(std::string_view text);

}  // namespace loadcell
