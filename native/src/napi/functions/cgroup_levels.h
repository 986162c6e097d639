#pragma once

#include <napi.h>

namespace loadcell {

/**
 * `cgroupLevels(procRoot: string, pid: number): { reason: string, levels: { group, limitBytes }[] }` in JavaScript: the
 * cgroup that accounts for the memory of a process, then those above it, or why it was not found.
 */
Napi::Value cgroup_levels(const Napi::CallbackInfo& info);

}  // namespace loadcell
