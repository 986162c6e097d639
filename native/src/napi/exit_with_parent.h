#pragma once

#include <napi.h>

namespace loadcell {

/**
 * `exitWithParent(parentPid: number): void` of JavaScript: the kernel kills this process when the thread that made
 * it ends; at once if the parent is no longer `parentPid`.
 */
void exit_with_parent(const Napi::CallbackInfo& info);

}  // namespace loadcell
