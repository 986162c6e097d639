#include "probe/v8/v8_symbols.h"

#include <dlfcn.h>

#include <cstring>

namespace loadcell {
namespace {

template <typename Function>
bool find(Function*& function, const char* name) noexcept {
  void* symbol = dlsym(RTLD_DEFAULT, name);
  static_assert(sizeof(symbol) == sizeof(function));
  std::memcpy(&function, &symbol, sizeof(symbol));
  return symbol != nullptr;
}

}  // namespace

std::optional<V8Symbols> V8Symbols::resolve() noexcept {
  V8Symbols v8{};
  const bool all =
      find(v8.current_isolate, "_ZN2v87Isolate10GetCurrentEv") &&
      find(v8.request_interrupt, "_ZN2v87Isolate16RequestInterruptEPFvPS0_PvES2_") &&
      find(v8.get_heap_statistics,
           "_ZN2v87Isolate17GetHeapStatisticsEPNS_14HeapStatisticsE") &&
      find(v8.construct_heap_statistics, "_ZN2v814HeapStatisticsC1Ev") &&
      find(v8.add_gc_prologue,
           "_ZN2v87Isolate21AddGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_"
           "S2_") &&
      find(v8.add_gc_epilogue,
           "_ZN2v87Isolate21AddGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvES4_"
           "S2_") &&
      find(v8.remove_gc_prologue,
           "_ZN2v87Isolate24RemoveGCPrologueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvE"
           "S4_") &&
      find(v8.remove_gc_epilogue,
           "_ZN2v87Isolate24RemoveGCEpilogueCallbackEPFvPS0_NS_6GCTypeENS_15GCCallbackFlagsEPvE"
           "S4_");
  if (!all) return std::nullopt;
  return v8;
}

}  // namespace loadcell
