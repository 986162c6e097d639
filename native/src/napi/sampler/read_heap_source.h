#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "napi/options_reader.h"
#include "probe/v8/heap_source.h"

namespace loadcell {

/** Where the figures of the heap come from. */
struct ReadHeapSource {
  /** Null when no heap is wanted. */
  std::unique_ptr<HeapSource> source;
  /** Whether JavaScript has to tell the figures, and why; empty when V8 tells them by itself. */
  std::string told_because;
};

/**
 * Reads the option `heap`. V8's own figures are used only if they agree with those that JavaScript's `readHeap` gives
 * at the same time: names of functions say nothing of the layout behind them.
 */
ReadHeapSource read_heap_source(const OptionsReader& options, Napi::Env env);

/** Five numbers in the order of {@link HeapValues}. @throws Napi::TypeError */
HeapValues read_heap_values(const Napi::Value& value);

}  // namespace loadcell
