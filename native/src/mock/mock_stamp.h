#pragma once

#include <cstdint>

namespace loadcell {

/** One row on the ring of the mock server: when the event of a token was due, and when it was sent. 64 bytes. */
struct MockStamp {
  /** CLOCK_MONOTONIC nanoseconds, as are the others. */
  double due_ns;
  /** Just before the send; the event bears the same figure. */
  double sent_ns;
  /** Of the token, from 0. */
  int32_t index;
  int32_t reserved;
  /** The send returned: the kernel has it. */
  double handed_over_ns;
  /** Of the request, from 1; the `id` of the answer is `mock-` and this. */
  double request;
  double unused[3];
};
static_assert(sizeof(MockStamp) == 64);

}  // namespace loadcell
