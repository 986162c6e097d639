#pragma once

#include <atomic>
#include <memory>

#include "probe/v8/heap_source.h"
#include "probe/v8/v8_symbols.h"

namespace loadcell {

/**
 * The V8 heap, read while JavaScript is busy. Reading it from another thread crashes, so the sampling thread requests an
 * interrupt, one at a time, and V8 reads its heap on its own thread in 2 to 5 us. Interrupts run only while JavaScript runs:
 * an idle heap does not change. The values are also read before and after each garbage collection, so that peaks are exact.
 *
 * Threads: constructed, started, stopped and destroyed on the thread of the isolate; `request` belongs to the sampling
 * thread, between `start` and `stop`.
 */
class V8Heap final : public HeapSource {
 public:
  explicit V8Heap(const V8Symbols& v8) noexcept;
  ~V8Heap() override;

  void request() noexcept override;
  void start() noexcept override;
  void stop() noexcept override;

  /** Current values. Called on the thread of the isolate. */
  HeapValues read() const noexcept;

 private:
  /** What an interrupt needs; it may run after this object is destroyed, or never. */
  struct Interrupt;

  static void on_interrupt(void* isolate, void* data) noexcept;
  static void on_gc(void* isolate, int gc_type, int flags, void* data) noexcept;

  const V8Symbols v8_;
  void* const isolate_;
  std::shared_ptr<Interrupt> interrupt_;
  bool started_ = false;
};

}  // namespace loadcell
