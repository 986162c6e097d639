#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace loadcell {

/** GPU memory that one process has through one device of the Direct Rendering Manager. */
struct DrmMemory {
  /** PCI address of the device. */
  std::string pci;
  double used_bytes;
};

/**
 * Memory of the device's own that a process holds, from the fdinfo of its open devices (AMD, Intel; Linux 5.19).
 * Files that share a client count once. Nothing when the process may not be looked into.
 */
std::vector<DrmMemory> read_drm_memory(const std::string& proc_root, pid_t pid);

}  // namespace loadcell
