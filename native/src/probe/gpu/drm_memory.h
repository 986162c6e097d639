#pragma once

#include <sys/types.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "probe/gpu/gpu_device.h"

namespace loadcell {

/** GPU memory of one process on one DRM device. */
struct DrmMemory {
  pid_t pid;
  /** PCI address of the device, or its sysfs name on another bus. */
  std::string device;
  GpuMemory memory;
};

/** Memory of the processes of a tree, and what could not be read. */
struct DrmListing {
  std::vector<DrmMemory> memories;
  /** Open devices whose driver does not report the memory of its clients. */
  std::set<std::string> silent;
  /** Open devices whose fdinfo has no DRM keys at all. */
  std::set<std::string> mute;
  /** Devices with requested memory in place of unknown resident memory. */
  std::set<std::string> requested;
  /** Devices with several open files without client ids: which are the same client is unknown. */
  std::set<std::string> ambiguous;
  /** Processes whose files are readable, and those whose files are not. */
  size_t readable = 0;
  size_t unreadable = 0;
};

/**
 * Lists memory that processes hold, from the fdinfo of their open devices (/dev/dri, /dev/accel; AMD, Intel and others). Each
 * client counts once, in the first process that has it: a fork inherits its parent's clients.
 */
DrmListing list_drm_memory(const std::string& proc_root, const std::string& sys_root,
                           const std::vector<pid_t>& pids);

/**
 * Devices with a render node, named as in `DrmMemory`: some GPUs are reported only by their clients. NVIDIA devices are left
 * out; NVML reports them.
 */
std::vector<std::string> list_drm_devices(const std::string& sys_root);

/** What a listing lacks, one sentence each. */
std::vector<std::string> problems_of(const DrmListing& listing);

/** Why the memory of the processes on a device is unknown; empty when it is known. */
std::string why_unknown(const DrmListing& listing, const std::string& device);

}  // namespace loadcell
