#include "napi/sampler/read_heap_source.h"

#include <cmath>

#include "probe/v8/v8_heap.h"

namespace loadcell {
namespace {

/** Allowed relative difference of used bytes: the comparison itself allocates. */
constexpr double kUsedTolerance = 0.05;

bool agree(const HeapValues& own, const HeapValues& reported) {
  const bool same_total = own[1] == reported[1];
  const bool same_limit = own[2] == reported[2];
  return same_total && same_limit &&
         std::abs(own[0] - reported[0]) <= kUsedTolerance * reported[0];
}

}  // namespace

HeapValues read_heap_values(const Napi::Value& value) {
  if (!value.IsArray() || value.As<Napi::Array>().Length() != kRecordValues) {
    throw Napi::TypeError::New(value.Env(), "Heap values must be an array of five numbers.");
  }
  HeapValues values{};
  for (uint32_t i = 0; i < kRecordValues; ++i) {
    const Napi::Value number = value.As<Napi::Array>().Get(i);
    if (!number.IsNumber()) {
      throw Napi::TypeError::New(value.Env(), "Heap values must be numbers.");
    }
    values[i] = number.As<Napi::Number>().DoubleValue();
  }
  return values;
}

ReadHeapSource read_heap_source(const OptionsReader& options, Napi::Env env) {
  const auto heap = options.group("heap");
  if (!heap) return {};
  if (heap->boolean("usesTimer")) return {std::make_unique<HeapSource>(), "requested"};
  const auto v8 = V8Symbols::resolve();
  if (!v8) {
    return {std::make_unique<HeapSource>(),
            "this program does not export the V8 functions needed"};
  }
  auto source = std::make_unique<V8Heap>(*v8);
  const HeapValues before = source->read();
  const HeapValues reported = read_heap_values(heap->function("readHeap").Call(env.Global(), {}));
  const HeapValues after = source->read();
  if (!agree(before, reported) && !agree(after, reported)) {
    return {std::make_unique<HeapSource>(),
            "values read from this V8 do not agree with v8.getHeapStatistics()"};
  }
  return {std::move(source), ""};
}

}  // namespace loadcell
