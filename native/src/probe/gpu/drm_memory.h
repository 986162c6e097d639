#pragma once

#include <sys/types.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "probe/gpu/gpu_device.h"

namespace loadcell {

/** GPU memory that one process has through one device of the Direct Rendering Manager. */
struct DrmMemory {
  pid_t pid;
  /** PCI address of the device, or its name in sysfs where it is on another bus. */
  std::string device;
  GpuMemory memory;
};

/** What the processes of a tree have, and what could not be read of it. */
struct DrmListing {
  std::vector<DrmMemory> memories;
  /** Devices that a process has open whose driver does not report the memory of its clients. */
  std::set<std::string> silent;
  /** Devices that a process has open of whose clients the kernel reports nothing at all. */
  std::set<std::string> mute;
  /** Devices of which the figures are what was requested, for want of what is resident. */
  std::set<std::string> requested;
  /** Devices with several open files that have no id of a client: which are the same one is unknown. */
  std::set<std::string> ambiguous;
  /** Processes whose files may be looked into, and others. */
  size_t readable = 0;
  size_t unreadable = 0;
};

/**
 * Memory that processes hold, from the fdinfo of their open devices (/dev/dri, /dev/accel; AMD, Intel and others). A
 * client counts once over all of them, in the first that has it: a fork inherits its parent's.
 */
DrmListing list_drm_memory(const std::string& proc_root, const std::string& sys_root,
                           const std::vector<pid_t>& pids);

/**
 * Devices with a node to render by, as `DrmMemory` names them: there are GPUs that only their clients tell of. NVIDIA's
 * are left out, which are read through NVML.
 */
std::vector<std::string> list_drm_devices(const std::string& sys_root);

/** What the figures of a listing lack, a sentence each. */
std::vector<std::string> problems_of(const DrmListing& listing);

/** Why the memory that the processes hold on a device is unknown; empty when it is known. */
std::string why_unknown(const DrmListing& listing, const std::string& device);

}  // namespace loadcell
