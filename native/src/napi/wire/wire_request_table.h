#pragma once

#include <napi.h>

#include <memory>

#include "wire/request/request.h"

namespace loadcell {

/**
 * Reads `stage(bytes: Uint8Array, table: Float64Array)`: the bytes of all requests, one after the other, and four
 * numbers for each: id, intended time in nanoseconds (NaN: as soon as possible), timeout in nanoseconds, and where
 * its bytes end.
 * @throws Napi::TypeError, Napi::RangeError
 */
std::unique_ptr<Order> read_request_table(const Napi::CallbackInfo& info);

}  // namespace loadcell
