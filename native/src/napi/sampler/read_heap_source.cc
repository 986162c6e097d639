#include "napi/sampler/read_heap_source.h"

#include <cmath>

#include "probe/v8/v8_heap.h"

namespace loadcell {
namespace {

/** How far the bytes in use may be from what JavaScript says: making the comparison allocates, too. */
constexpr double kUsedTolerance = 0.05;

bool agree(const HeapValues& own, const HeapValues& told) {
  const bool same_total = own[1] == told[1];
  const bool same_limit = own[2] == told[2];
  return same_total && same_limit && std::abs(own[0] - told[0]) <= kUsedTolerance * told[0];
}

}  // namespace

HeapValues read_heap_values(const Napi::Value& value) {
  if (!value.IsArray() || value.As<Napi::Array>().Length() != kRecordValues) {
    throw Napi::TypeError::New(value.Env(), "The figures of a heap are an array of five numbers.");
  }
  HeapValues values{};
  for (uint32_t i = 0; i < kRecordValues; ++i) {
    const Napi::Value number = value.As<Napi::Array>().Get(i);
    if (!number.IsNumber()) {
      throw Napi::TypeError::New(value.Env(), "The figures of a heap must be numbers.");
    }
    values[i] = number.As<Napi::Number>().DoubleValue();
  }
  return values;
}

ReadHeapSource read_heap_source(const OptionsReader& options, Napi::Env env) {
  const auto heap = options.group("heap");
  if (!heap) return {};
  if (heap->boolean("told")) return {std::make_unique<HeapSource>(), "it was asked for"};
  const auto v8 = V8Symbols::resolve();
  if (!v8) {
    return {std::make_unique<HeapSource>(),
            "this program does not export the functions of V8 that it takes"};
  }
  auto source = std::make_unique<V8Heap>(*v8);
  const HeapValues before = source->read();
  const HeapValues told = read_heap_values(heap->function("readHeap").Call(env.Global(), {}));
  const HeapValues after = source->read();
  if (!agree(before, told) && !agree(after, told)) {
    return {std::make_unique<HeapSource>(),
            "this V8's figures do not agree with those of v8.getHeapStatistics()"};
  }
  return {std::move(source), ""};
}

}  // namespace loadcell
