#pragma once

#include <cstddef>
#include <cstdint>

#include "base/deadline_heap.h"
#include "base/fd.h"
#include "wire/http/http_framer.h"
#include "wire/request/request.h"
#include "wire/stamps/path_watch.h"

namespace loadcell {

/**
 * A connection and its state. It waits in the heap for its timeout: of connecting, or of its request.
 * Belongs to the wire thread.
 */
struct Connection : DeadlineNode {
  enum class State : uint8_t {
    kClosed,
    kConnecting,
    kIdle,
    kBusy,
    /** Its request is over and the framing of its response may still end; it holds no slot. */
    kFinishing,
  };

  Connection(const FramerLimits& limits, size_t endpoint_index)
      : framer(limits), endpoint(endpoint_index) {}

  State state = State::kClosed;
  Fd socket;
  HttpFramer framer;
  /** Index of the endpoint that it leads to. */
  const size_t endpoint;
  /** The request it connects for or carries; null when it is idle or was opened beforehand. */
  Request* request = nullptr;
  /** Bytes of the request sent so far. */
  size_t sent_bytes = 0;
  /** Why the rest could not be sent: an errno, or 0. The kernel reports it only once. */
  int send_error = 0;
  /** Whether it has carried a complete response. */
  bool has_served = false;
  /** Whether it counts as a request in flight. */
  bool holds_slot = false;
  /** Opened for the request that it carries: if it closes, it was not stale. */
  bool is_fresh = false;
  /** Opened because the server closed an earlier one or left it unusable. */
  bool is_replacement = false;
  /** While finishing: only the server's close is still expected. */
  bool is_leaving = false;
  /** When it became idle, last. */
  int64_t rested_ns = kUnstamped;
  /** Index of the endpoint's address, and how many have been tried. */
  size_t address_index = 0;
  size_t tried_addresses = 0;
  /** Deadline for all attempts to connect. */
  int64_t connect_by_ns = kNever;
  /** The most informative failure of the addresses tried, and its detail. */
  WireFailure connect_failure = WireFailure::kNone;
  uint16_t connect_detail = 0;
  /** Whether the kernel timestamps what arrives. */
  bool has_kernel_stamps = false;
  /** Arrival of the last bytes that were read, or the send of the request: what is unread arrived after it. */
  int64_t last_arrival_ns = kUnstamped;
  /** What the kernel knows of its path. */
  PathWatch path;
  /** The kernel has unread bytes, or an unread end. */
  bool is_readable = false;
  /** The server has closed its side: a short read is not the last one. */
  bool has_ended = false;
  /** Since when reading is paused for lack of room; kUnstamped when it is not. */
  int64_t paused_ns = kUnstamped;

  bool has_sent_all() const noexcept { return sent_bytes == request->byte_count; }
};

}  // namespace loadcell
