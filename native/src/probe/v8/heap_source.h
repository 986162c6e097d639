#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <memory>

#include "probe/v8/heap_state.h"

namespace loadcell {

/**
 * The heap of the JavaScript engine in this process, as the sampling thread sees it. This one is told its figures by
 * whoever has them; {@link V8Heap} fetches them itself.
 */
class HeapSource {
 public:
  HeapSource() = default;
  virtual ~HeapSource() = default;
  HeapSource(const HeapSource&) = delete;
  HeapSource& operator=(const HeapSource&) = delete;

  /** The process that the heap is in: this one. */
  pid_t pid() const noexcept { return pid_; }

  /** Asks the engine to tell its figures soon. Called by the sampling thread at each tick; never waits. */
  virtual void request() noexcept {}

  /** Called on the JavaScript thread around the time in which `request` may be called. Again is harmless. */
  virtual void start() noexcept {}
  virtual void stop() noexcept {}

  /** Called on the JavaScript thread. */
  void add(const HeapValues& values) noexcept { state_->add(values); }

  /** Bytes in use when the engine last told, NaN before. Any thread. */
  double used_bytes() const noexcept { return state_->latest()[0]; }
  RecordTotals totals() const noexcept { return state_->totals(); }

 protected:
  /** Shared with calls of the engine that may come after this object has gone. */
  const std::shared_ptr<HeapState> state_ = std::make_shared<HeapState>();

 private:
  const pid_t pid_ = getpid();
};

}  // namespace loadcell
