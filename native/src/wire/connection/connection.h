#pragma once

#include <cstddef>
#include <cstdint>

#include "base/deadline_heap.h"
#include "base/fd.h"
#include "wire/http/http_framer.h"
#include "wire/request/request.h"

namespace loadcell {

/**
 * A connection and what happens on it. It waits in the heap for its timeout: of connecting, or of its request.
 * Belongs to the wire thread.
 */
struct Connection : DeadlineNode {
  enum class State : uint8_t {
    kClosed,
    kConnecting,
    kIdle,
    kBusy,
    /** Its request is over, and its response may still be framed to its end; it holds no slot. */
    kFinishing,
  };

  explicit Connection(const FramerLimits& limits) : framer(limits) {}

  State state = State::kClosed;
  Fd socket;
  HttpFramer framer;
  /** What it connects for or is busy with; null when it is idle or opened beforehand. */
  Request* request = nullptr;
  /** Of the request's bytes. */
  size_t sent_bytes = 0;
  /** Why the rest of them could not be sent: an errno, or 0. The kernel tells it once only. */
  int send_error = 0;
  /** Whether a response has come on it whole. */
  bool has_served = false;
  /** Counts as one of the requests in flight. */
  bool holds_slot = false;
  /** Opened for the request that it carries: what ends it was no stale connection. */
  bool is_fresh = false;
  /** Opened because the server ended or spoilt an earlier one. */
  bool is_replacement = false;
  /** While finishing: nothing is expected any more but that the server ends it. */
  bool is_leaving = false;
  /** Since when it rests, or rested before its request. */
  int64_t rested_ns = kUnstamped;
  /** Which of the endpoint's addresses, and how many have been tried. */
  size_t address_index = 0;
  size_t tried_addresses = 0;
  /** Until when one of them has to answer. */
  int64_t connect_by_ns = kNever;
  /** Of those tried, the failure that says most about the server, and its detail. */
  WireFailure connect_failure = WireFailure::kNone;
  uint16_t connect_detail = 0;
  /** The kernel has something to read, or the end, that has not been fetched. */
  bool is_readable = false;
  /** The peer has ended its side: a read that comes up short is not the last. */
  bool has_ended = false;
  /** Since when reading is held back for want of room; kUnstamped: it is not. */
  int64_t paused_ns = kUnstamped;

  bool has_sent_all() const noexcept { return sent_bytes == request->byte_count; }
};

}  // namespace loadcell
