#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/deadline_heap.h"
#include "base/fd.h"
#include "mock/protocol/mock_answer.h"
#include "mock/mock_random.h"

namespace loadcell {

/**
 * A client's connection and the response it is being sent. It waits in the heap for the time of its next event.
 * Belongs to the server's thread.
 */
struct MockConnection : DeadlineNode {
  enum class State : uint8_t {
    kClosed,
    /** Waits for a request. */
    kIdle,
    /** Its request waits for a slot. */
    kWaiting,
    /** Its response is being sent. */
    kServing,
  };

  State state = State::kClosed;
  Fd socket;
  /** Bytes received and not yet taken as a request. */
  std::string input;
  /** Bytes that the kernel has not taken yet. */
  std::string unsent;
  bool keeps_alive = true;
  /** The client disconnected or does not read: the connection is to be closed. */
  bool is_lost = false;

  MockAnswer answer;
  MockRandom random{0, 0};
  bool streams = false;
  /** The response breaks off before this token; not at all when it has no such token. */
  uint32_t drops_before = 0;
  uint32_t next_token = 0;
  bool holds_slot = false;
  int64_t arrived_ns = 0;
};

}  // namespace loadcell
