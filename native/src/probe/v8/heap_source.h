#pragma once

#include <sys/types.h>

namespace loadcell {

/** The heap of a JavaScript engine in this process, as the sampling thread sees it. */
class HeapSource {
 public:
  HeapSource() = default;
  virtual ~HeapSource() = default;
  HeapSource(const HeapSource&) = delete;
  HeapSource& operator=(const HeapSource&) = delete;

  /** The process that the heap is in: this one. */
  virtual pid_t pid() const noexcept = 0;

  /** Asks the engine to tell its figures soon. Called by the sampling thread at each tick; never waits. */
  virtual void request() noexcept = 0;

  /** Bytes in use when the engine last told, NaN before. Any thread. */
  virtual double used_bytes() const noexcept = 0;
};

}  // namespace loadcell
