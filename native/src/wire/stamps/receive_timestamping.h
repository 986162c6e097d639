#pragma once

#include "base/fd.h"

namespace loadcell {

/**
 * Keeps the kernel's receive timestamps switched on. The kernel timestamps segments while any socket asks for it, and begins
 * some milliseconds after the first does (2 to 15 measured): without this, the first responses of a load would have none.
 */
class ReceiveTimestamping {
 public:
  /** Returns when the kernel timestamps, or after 100 ms. False: it does not. */
  bool await() noexcept;

 private:
  /** Receives its own datagrams. */
  Fd socket_;
};

}  // namespace loadcell
