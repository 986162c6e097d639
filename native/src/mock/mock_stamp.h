#pragma once

#include <cstdint>

namespace loadcell {

/** One row on the ring of the mock server: when the event of a token was due and when it was sent. 64 bytes. */
struct MockStamp {
  /** CLOCK_MONOTONIC nanoseconds, like the other times. */
  double due_ns;
  /** Just before the send; the event contains the same value. */
  double sent_ns;
  /** Index of the token, from 0. */
  int32_t index;
  int32_t reserved;
  /** When the send returned: the kernel has the bytes. */
  double handed_over_ns;
  /** Number of the request, from 1; the `id` of the response is `mock-` and this. */
  double request;
  double unused[3];
};
static_assert(sizeof(MockStamp) == 64);

}  // namespace loadcell
