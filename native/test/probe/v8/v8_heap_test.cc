#include "probe/v8/v8_heap.h"

#include <unistd.h>

#include <cmath>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "harness.h"
#include "support/sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** A fake V8. Its functions take no context, so there is only one. */
struct FakeV8 {
  std::mutex mutex;
  std::vector<std::pair<V8Symbols::InterruptCallback, void*>> interrupts;
  std::vector<std::pair<V8Symbols::GcCallback, void*>> prologues;
  std::vector<std::pair<V8Symbols::GcCallback, void*>> epilogues;
  size_t used_bytes = 1000;
  int wrong_removals = 0;
  int requests = 0;

  /** What the JavaScript thread does at its next turn. */
  int run_interrupts() {
    std::vector<std::pair<V8Symbols::InterruptCallback, void*>> due;
    {
      const std::lock_guard lock(mutex);
      due.swap(interrupts);
    }
    for (const auto& [callback, data] : due) callback(this, data);
    return static_cast<int>(due.size());
  }

  void collect_garbage(size_t freed_bytes) {
    for (const auto& [callback, data] : prologues) callback(this, 1, 0, data);
    used_bytes -= freed_bytes;
    for (const auto& [callback, data] : epilogues) callback(this, 1, 0, data);
  }
};

FakeV8* fake = nullptr;

template <typename Callbacks>
void remove_from(Callbacks& callbacks, V8Symbols::GcCallback callback, void* data) {
  for (auto known = callbacks.begin(); known != callbacks.end(); ++known) {
    if (*known == std::pair(callback, data)) {
      callbacks.erase(known);
      return;
    }
  }
  ++fake->wrong_removals;
}

V8Symbols symbols() {
  V8Symbols v8{};
  v8.current_isolate = []() -> void* { return fake; };
  v8.request_interrupt = [](void*, V8Symbols::InterruptCallback callback, void* data) {
    const std::lock_guard lock(fake->mutex);
    ++fake->requests;
    fake->interrupts.emplace_back(callback, data);
  };
  v8.construct_heap_statistics = [](void* statistics) { std::memset(statistics, 0, 112); };
  v8.get_heap_statistics = [](void*, void* statistics) {
    auto* fields = static_cast<size_t*>(statistics);
    fields[0] = 4000;
    fields[4] = fake->used_bytes;
    fields[5] = 9000;
    fields[6] = 60;
    fields[7] = 70;
  };
  v8.add_gc_prologue = [](void*, V8Symbols::GcCallback callback, void* data, int) {
    fake->prologues.emplace_back(callback, data);
  };
  v8.add_gc_epilogue = [](void*, V8Symbols::GcCallback callback, void* data, int) {
    fake->epilogues.emplace_back(callback, data);
  };
  v8.remove_gc_prologue = [](void*, V8Symbols::GcCallback callback, void* data) {
    remove_from(fake->prologues, callback, data);
  };
  v8.remove_gc_epilogue = [](void*, V8Symbols::GcCallback callback, void* data) {
    remove_from(fake->epilogues, callback, data);
  };
  return v8;
}

struct FakeV8Scope {
  FakeV8Scope() { fake = &v8; }
  ~FakeV8Scope() { fake = nullptr; }
  FakeV8 v8;
};

}  // namespace

TEST("a heap reports used, total, limit, external and malloced bytes from the start") {
  FakeV8Scope scope;
  V8Heap heap(symbols());
  CHECK(std::isnan(heap.used_bytes()));
  heap.start();
  CHECK_EQUAL(heap.used_bytes(), 1000.0);
  CHECK(heap.read() == (HeapValues{1000, 4000, 9000, 70, 60}));
}

TEST("one interrupt is pending at a time, and the next is requested after it ran") {
  FakeV8Scope scope;
  V8Heap heap(symbols());
  heap.start();
  for (int i = 0; i < 5; ++i) heap.request();
  CHECK_EQUAL(scope.v8.requests, 1);
  scope.v8.used_bytes = 2000;
  CHECK_EQUAL(scope.v8.run_interrupts(), 1);
  CHECK_EQUAL(heap.used_bytes(), 2000.0);
  heap.request();
  CHECK_EQUAL(scope.v8.requests, 2);
  scope.v8.run_interrupts();
}

TEST("the peak before a garbage collection is kept even without an interrupt") {
  FakeV8Scope scope;
  V8Heap heap(symbols());
  heap.start();
  scope.v8.used_bytes = 7000;
  scope.v8.collect_garbage(6500);
  CHECK_EQUAL(heap.totals().columns[0].peak, 7000.0);
  CHECK_EQUAL(heap.used_bytes(), 500.0);
}

TEST("an interrupt after the heap is destroyed is harmless") {
  FakeV8Scope scope;
  {
    V8Heap heap(symbols());
    heap.start();
    heap.request();
  }
  CHECK(scope.v8.prologues.empty() && scope.v8.epilogues.empty());
  CHECK_EQUAL(scope.v8.run_interrupts(), 1);
}

TEST("callbacks are added once and removed once, however often a heap is started and stopped") {
  FakeV8Scope scope;
  V8Heap heap(symbols());
  heap.stop();
  heap.start();
  heap.start();
  CHECK_EQUAL(scope.v8.prologues.size(), 1U);
  heap.stop();
  heap.stop();
  CHECK(scope.v8.epilogues.empty());
  CHECK_EQUAL(scope.v8.wrong_removals, 0);
}

TEST("the sampling thread requests the heap at each tick and writes it to rows of this process only") {
  FakeV8Scope scope;
  V8Heap heap(symbols());
  heap.start();
  SamplerRig rig(getpid());
  rig.setup.heap = &heap;
  Sampler& sampler = rig.make();
  sampler.start();
  int came = 0;
  wait_until([&] {
    scope.v8.used_bytes += 8;
    came += scope.v8.run_interrupts();
    return came >= 20;
  });
  sampler.stop();
  heap.stop();
  scope.v8.run_interrupts();
  CHECK_EQUAL(scope.v8.requests, static_cast<int>(heap.totals().columns[0].count) - 1);
  RingReader<Record> reader(rig.hot_memory.data());
  Record record{};
  double before = 0;
  while (reader.read(record)) {
    CHECK(record.values[3] >= before);
    before = record.values[3];
  }
  CHECK(before > 1000);
}

TEST("a program without V8 has none of its functions") { CHECK(!V8Symbols::resolve().has_value()); }
