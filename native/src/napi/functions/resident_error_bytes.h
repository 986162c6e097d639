#pragma once

#include <napi.h>

#include "probe/linux/process/resident_check.h"

namespace loadcell {

/** `residentErrorBytes(): number` in JavaScript. */
inline Napi::Value resident_error_bytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), measure_resident_error_bytes());
}

}  // namespace loadcell
