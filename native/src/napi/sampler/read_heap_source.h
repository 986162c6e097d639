#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "napi/options_reader.h"
#include "probe/v8/heap_source.h"

namespace loadcell {

/** Source of the heap values. */
struct ReadHeapSource {
  /** Null when the heap is not sampled. */
  std::unique_ptr<HeapSource> source;
  /** Why a JavaScript timer supplies the values; empty when V8 does. */
  std::string timer_because;
};

/**
 * Reads the option `heap`. Values read through V8 symbols are used only if they agree with those of JavaScript's `readHeap`
 * at the same time: function names do not guarantee the layout behind them.
 */
ReadHeapSource read_heap_source(const OptionsReader& options, Napi::Env env);

/** Five numbers in the order of {@link HeapValues}. @throws Napi::TypeError */
HeapValues read_heap_values(const Napi::Value& value);

}  // namespace loadcell
