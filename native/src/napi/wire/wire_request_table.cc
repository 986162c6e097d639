#include "napi/wire/wire_request_table.h"

#include <cmath>

namespace loadcell {
namespace {

constexpr size_t kColumns = 5;
constexpr double kLargestWhole = 9'007'199'254'740'992;

void require(bool held, Napi::Env env, const char* message) {
  if (!held) throw Napi::RangeError::New(env, message);
}

}  // namespace

std::unique_ptr<Order> read_request_table(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsTypedArray() || !info[1].IsTypedArray() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array ||
      info[1].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array) {
    throw Napi::TypeError::New(env, "expected a Uint8Array and a Float64Array.");
  }
  const auto bytes = info[0].As<Napi::Uint8Array>();
  const auto table = info[1].As<Napi::Float64Array>();
  auto order = std::make_unique<Order>();
  const auto* first = reinterpret_cast<const char*>(bytes.Data());
  order->bytes.assign(first, first + bytes.ByteLength());
  order->requests.resize(table.ElementLength() / kColumns);
  const double* row = table.Data();
  double begin = 0;
  for (Request& request : order->requests) {
    const double scheduled_ns = row[1];
    const double timeout_ns = row[2];
    const double end = row[3];
    const double endpoint = row[4];
    require(end > begin && end <= static_cast<double>(bytes.ByteLength()), env,
            "Each request needs at least one byte within the bytes passed.");
    require(std::isnan(scheduled_ns) || (scheduled_ns > 0 && scheduled_ns <= kLargestWhole), env,
            "scheduledNs must be a CLOCK_MONOTONIC timestamp or NaN.");
    require(timeout_ns >= 1 && timeout_ns <= kLargestWhole / 2, env,
            "timeoutNs must be from 1 ns to 52 days.");
    require(std::isnan(endpoint) || (endpoint >= 0 && endpoint < kMostEndpoints), env,
            "The endpoint must be an index or NaN.");
    request.id = row[0];
    request.scheduled_ns = std::isnan(scheduled_ns) ? kUnstamped : static_cast<int64_t>(scheduled_ns);
    request.timeout_ns = static_cast<int64_t>(timeout_ns);
    request.bytes = order->bytes.data() + static_cast<size_t>(begin);
    request.byte_count = static_cast<size_t>(end - begin);
    request.endpoint = std::isnan(endpoint) ? kAnyEndpoint : static_cast<uint8_t>(endpoint);
    begin = end;
    row += kColumns;
  }
  return order;
}

}  // namespace loadcell
