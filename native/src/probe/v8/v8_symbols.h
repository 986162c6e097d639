#pragma once

#include <optional>

namespace loadcell {

/**
 * V8 functions that the running program exports, found by mangled name: one binary works with every version that has them,
 * and a program without them (another engine) still loads the addon. Pointers to V8 classes are opaque here.
 */
struct V8Symbols {
  using InterruptCallback = void (*)(void* isolate, void* data);
  using GcCallback = void (*)(void* isolate, int gc_type, int flags, void* data);

  void* (*current_isolate)();
  void (*request_interrupt)(void* isolate, InterruptCallback callback, void* data);
  void (*get_heap_statistics)(void* isolate, void* statistics);
  void (*construct_heap_statistics)(void* statistics);
  void (*add_gc_prologue)(void* isolate, GcCallback callback, void* data, int gc_types);
  void (*add_gc_epilogue)(void* isolate, GcCallback callback, void* data, int gc_types);
  void (*remove_gc_prologue)(void* isolate, GcCallback callback, void* data);
  void (*remove_gc_epilogue)(void* isolate, GcCallback callback, void* data);

  /** Nothing when any function is missing. */
  static std::optional<V8Symbols> resolve() noexcept;
};

}  // namespace loadcell
