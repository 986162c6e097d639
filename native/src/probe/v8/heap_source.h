#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <memory>

#include "probe/v8/heap_state.h"

namespace loadcell {

/**
 * The JavaScript heap of this process, as seen by the sampling thread. In this class JavaScript supplies the values;
 * {@link V8Heap} reads them itself.
 */
class HeapSource {
 public:
  HeapSource() = default;
  virtual ~HeapSource() = default;
  HeapSource(const HeapSource&) = delete;
  HeapSource& operator=(const HeapSource&) = delete;

  /** The process of the heap: this one. */
  pid_t pid() const noexcept { return pid_; }

  /** Requests new values from the engine. Called by the sampling thread at each tick; never waits. */
  virtual void request() noexcept {}

  /** Called on the JavaScript thread, before and after the time in which `request` may be called. Idempotent. */
  virtual void start() noexcept {}
  virtual void stop() noexcept {}

  /** Called on the JavaScript thread. */
  void add(const HeapValues& values) noexcept { state_->add(values); }

  /** Bytes in use as last reported, NaN before. Any thread. */
  double used_bytes() const noexcept { return state_->latest()[0]; }
  RecordTotals totals() const noexcept { return state_->totals(); }

 protected:
  /** Shared with engine callbacks that may outlive this object. */
  const std::shared_ptr<HeapState> state_ = std::make_shared<HeapState>();

 private:
  const pid_t pid_ = getpid();
};

}  // namespace loadcell
