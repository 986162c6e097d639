#pragma once

#include <napi.h>

#include <memory>

#include "wire/request/request.h"

namespace loadcell {

/**
 * Reads `stage(bytes: Uint8Array, table: Float64Array)`: the concatenated bytes of all requests, and four numbers per request:
 * id, scheduled start in nanoseconds (NaN: as soon as possible), timeout in nanoseconds, and the end of its bytes.
 * @throws Napi::TypeError, Napi::RangeError
 */
std::unique_ptr<Order> read_request_table(const Napi::CallbackInfo& info);

}  // namespace loadcell
