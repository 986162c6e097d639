#include "probe/v8/v8_heap.h"

#include <cstddef>
#include <cstring>
#include <utility>

namespace loadcell {
namespace {

/** Every kind of garbage collection, including those of later versions. */
constexpr int kAllGcTypes = 0x7fffffff;
/** Larger than v8::HeapStatistics of any version; its constructor initializes its own part. */
constexpr size_t kStatisticsBytes = 1024;

/** Positions of the fields, all size_t, the same from Node 20 to 26. */
enum Field : size_t { kTotal = 0, kUsed = 4, kLimit = 5, kMalloced = 6, kExternal = 7 };

HeapValues read_heap(const V8Symbols& v8, void* isolate) noexcept {
  alignas(64) std::byte statistics[kStatisticsBytes] = {};
  v8.construct_heap_statistics(statistics);
  v8.get_heap_statistics(isolate, statistics);
  const auto bytes = [&statistics](Field field) {
    size_t value = 0;
    std::memcpy(&value, statistics + field * sizeof(size_t), sizeof(value));
    return static_cast<double>(value);
  };
  return {bytes(kUsed), bytes(kTotal), bytes(kLimit), bytes(kExternal), bytes(kMalloced)};
}

}  // namespace

struct V8Heap::Interrupt {
  V8Symbols v8;
  std::shared_ptr<HeapState> state;
  /** Set while V8 has the interrupt in its queue. */
  std::atomic<bool> is_pending{false};
  /** Keeps this object alive while V8 has a pointer to it. Set before the request, taken by the interrupt. */
  std::shared_ptr<Interrupt> self;
};

V8Heap::V8Heap(const V8Symbols& v8) noexcept
    : v8_(v8), isolate_(v8.current_isolate()), interrupt_(std::make_shared<Interrupt>()) {
  interrupt_->v8 = v8;
  interrupt_->state = state_;
}

V8Heap::~V8Heap() { stop(); }

HeapValues V8Heap::read() const noexcept { return read_heap(v8_, isolate_); }

void V8Heap::start() noexcept {
  if (started_) return;
  started_ = true;
  add(read());
  v8_.add_gc_prologue(isolate_, &V8Heap::on_gc, interrupt_.get(), kAllGcTypes);
  v8_.add_gc_epilogue(isolate_, &V8Heap::on_gc, interrupt_.get(), kAllGcTypes);
}

void V8Heap::stop() noexcept {
  // V8 aborts the process if a callback is removed that was not added.
  if (!started_) return;
  started_ = false;
  v8_.remove_gc_prologue(isolate_, &V8Heap::on_gc, interrupt_.get());
  v8_.remove_gc_epilogue(isolate_, &V8Heap::on_gc, interrupt_.get());
}

void V8Heap::request() noexcept {
  Interrupt& interrupt = *interrupt_;
  if (interrupt.is_pending.load(std::memory_order_acquire)) return;
  interrupt.is_pending.store(true, std::memory_order_relaxed);
  // If the isolate ends before the interrupt runs, these few bytes stay allocated until the process ends.
  interrupt.self = interrupt_;
  v8_.request_interrupt(isolate_, &V8Heap::on_interrupt, &interrupt);
}

void V8Heap::on_interrupt(void* isolate, void* data) noexcept {
  auto& interrupt = *static_cast<Interrupt*>(data);
  const std::shared_ptr<Interrupt> alive = std::move(interrupt.self);
  interrupt.state->add(read_heap(interrupt.v8, isolate));
  interrupt.is_pending.store(false, std::memory_order_release);
}

void V8Heap::on_gc(void* isolate, int, int, void* data) noexcept {
  auto& interrupt = *static_cast<Interrupt*>(data);
  interrupt.state->add(read_heap(interrupt.v8, isolate));
}

}  // namespace loadcell
