#pragma once

#include <napi.h>

namespace loadcell {

/**
 * `cgroupLevels(procRoot: string, pid: number): { reason: string, levels: { group, limitBytes }[] }` of JavaScript: the group
 * that accounts for the memory of a process, then those above it, or why they cannot be found.
 */
Napi::Value cgroup_levels(const Napi::CallbackInfo& info);

}  // namespace loadcell
