#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wire/failure.h"
#include "wire/request/event_record.h"

namespace loadcell {

struct Order;

/** The endpoint of a request that the wire sends to the one with the fewest requests in flight. */
constexpr uint8_t kAnyEndpoint = 63;
/** Endpoints of a wire at most: rows have six bits for them. */
constexpr size_t kMostEndpoints = 63;

/** A timestamp that never happened. */
constexpr int64_t kUnstamped = 0;

/** One request, from staging to its last row. Timestamps are CLOCK_MONOTONIC nanoseconds. */
struct Request {
  double id = 0;
  /** Scheduled start. Unstamped: as soon as a connection is free; set to that time then. */
  int64_t scheduled_ns = kUnstamped;
  /** Limit from the send to the end. */
  int64_t timeout_ns = 0;
  char* bytes = nullptr;
  size_t byte_count = 0;

  int64_t sent_ns = kUnstamped;
  int64_t connected_ns = kUnstamped;
  int64_t first_byte_ns = kUnstamped;
  int64_t end_ns = kUnstamped;
  uint64_t body_bytes = 0;
  /** Shortest round trip of its connection when it was sent; 0 where unknown. */
  int64_t least_round_trip_ns = 0;
  EventKind outcome = EventKind::kDropped;
  WireFailure failure = WireFailure::kNone;
  uint8_t flags = 0;
  /** Where it goes; `kAnyEndpoint` until the wire has chosen. */
  uint8_t endpoint = 0;
  uint16_t status = 0;
  uint16_t detail = 0;
  /** Segments sent again during it, and those of its response that arrived before an earlier one. */
  uint8_t retransmits = 0;
  uint16_t out_of_order = 0;

  /** The order that staged it. */
  Order* order = nullptr;
  /** Next request whose last row waits for room on the ring. */
  Request* next = nullptr;
};

/**
 * An order of JavaScript to the wire thread. The owner's thread creates and frees it; in between it belongs to the wire
 * thread, which returns it when it is complete.
 */
struct Order {
  enum class Kind : uint8_t { kSend, kCancel, kCancelAll, kFinish, kCloseIdle };

  Kind kind = Kind::kSend;
  /** kCancel, kFinish. */
  double request_id = 0;
  /** kSend: sorted by `scheduled_ns`, the unstamped first. */
  std::vector<Request> requests;
  std::vector<char> bytes;
  /** kSend: requests whose last row has not been written. */
  size_t unsettled = 0;

  Order* next = nullptr;
};

}  // namespace loadcell
