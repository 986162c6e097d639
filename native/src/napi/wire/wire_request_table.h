#pragma once

#include <napi.h>

#include <memory>

#include "wire/request/request.h"

namespace loadcell {

/**
 * Reads `stage(bytes: Uint8Array, table: Float64Array)`: the concatenated bytes of all requests, and five numbers per request:
 * id, scheduled start in nanoseconds (NaN: as soon as possible), timeout in nanoseconds, the end of its bytes,
 * and the index of its endpoint (NaN: the one with the fewest requests in flight when it is sent).
 * @throws Napi::TypeError, Napi::RangeError
 */
std::unique_ptr<Order> read_request_table(const Napi::CallbackInfo& info);

}  // namespace loadcell
