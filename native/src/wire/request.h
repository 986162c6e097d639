#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wire/event_record.h"
#include "wire/failure.h"

namespace loadcell {

struct Order;

/** A stamp that never happened. */
constexpr int64_t kUnstamped = 0;

/** One request, from its staging to its last row. Stamps are CLOCK_MONOTONIC nanoseconds. */
struct Request {
  double id = 0;
  /** When it is to be sent. Unstamped: as soon as a connection is free, and then that moment. */
  int64_t scheduled_ns = kUnstamped;
  /** From its sending to its end. */
  int64_t timeout_ns = 0;
  const char* bytes = nullptr;
  size_t byte_count = 0;

  int64_t sent_ns = kUnstamped;
  int64_t connected_ns = kUnstamped;
  int64_t first_byte_ns = kUnstamped;
  int64_t end_ns = kUnstamped;
  uint64_t body_bytes = 0;
  EventKind outcome = EventKind::kDropped;
  WireFailure failure = WireFailure::kNone;
  uint8_t flags = 0;
  uint16_t status = 0;
  uint16_t detail = 0;

  /** What it came in. */
  Order* order = nullptr;
  /** Among those that wait for a place on the ring. */
  Request* next = nullptr;
};

/**
 * What JavaScript asks of the wire thread. It is made and freed by the thread of the owner; in between it belongs to
 * the wire thread, which gives it back when it is done with.
 */
struct Order {
  enum class Kind : uint8_t { kSend, kCancel, kCancelAll, kFinish, kCloseIdle };

  Kind kind = Kind::kSend;
  /** kCancel, kFinish. */
  double request_id = 0;
  /** kSend: sorted by `scheduled_ns`, the unstamped first. */
  std::vector<Request> requests;
  std::vector<char> bytes;
  /** kSend: those whose last row has not been written. */
  size_t unsettled = 0;

  Order* next = nullptr;
};

}  // namespace loadcell
