#pragma once

#include <cstdint>
#include <limits>

#include "wire/failure.h"

namespace loadcell {

/** Kind of a row. The numbers are part of the layout that JavaScript reads. */
enum class EventKind : uint8_t {
  /** `at_ns`: just before the first byte was passed to the socket. */
  kSent = 1,
  /** The head of the response: `status`, and in the arena the block as received. */
  kHead = 2,
  /** Bytes of the body from one read, without framing, in the arena. */
  kBody = 3,
  // Every staged request ends in exactly one of these, which has all its timestamps.
  /** The response is complete. */
  kEnd = 4,
  /** It failed: `failure` and `detail`. */
  kFailed = 5,
  /** It was never sent: sending ended before its turn. */
  kDropped = 6,
  /** `at_ns`: the last byte of a long request left this machine. If it leaves again, the last row counts. */
  kDeparted = 7,
};

/** Bits of `flags`. */
namespace event_flags {
/** A connection was opened for the request while the clock ran. */
constexpr uint8_t kNewConnection = 1;
/** A read behind the row was paused because JavaScript had not drained: see `read_delay_ns`, or an earlier row. */
constexpr uint8_t kReadDelayed = 2;
/** The server closed the connection before any byte of a response: the request was sent again on a new one. */
constexpr uint8_t kResent = 4;
/** A read of the response has no timestamp of the kernel: its time is that of the thread. */
constexpr uint8_t kThreadStamped = 8;
/** The request may leave in parts: when it had left is known only from a row of its departure. */
constexpr uint8_t kLong = 16;
}  // namespace event_flags

/** Unit of a brief, ns. A brief of 65,535 stands for any longer time, and for one that is not known. */
constexpr int64_t kBriefNs = 10'000;

/** A duration in 16 bits, rounded up. */
constexpr uint16_t to_brief(int64_t ns) noexcept {
  constexpr int64_t kMost = std::numeric_limits<uint16_t>::max();
  return static_cast<uint16_t>(ns > kMost * kBriefNs ? kMost : (ns + kBriefNs - 1) / kBriefNs);
}

constexpr double kNoStamp = std::numeric_limits<double>::quiet_NaN();

/** One row on the ring: 64 bytes. Timestamps are CLOCK_MONOTONIC nanoseconds; NaN when the event never happened. */
struct EventRecord {
  double at_ns;
  double request_id;
  EventKind kind;
  uint8_t flags;
  uint16_t status : 10;
  /** Index of the endpoint; `kAnyEndpoint` where none was chosen. */
  uint16_t endpoint : 6;
  WireFailure failure;
  /** Last rows: segments sent again during the request. At most 255. */
  uint8_t retransmits;
  /**
   * kFailed: errno for kSocket, kUnreachable and similar; ProtocolFault for kProtocol; kNothingCame for kClosedEarly. kEnd:
   * segments of the response that arrived before an earlier one. kHead, kBody: the longest time that the bytes waited for the
   * thread, as a `to_brief`.
   */
  uint16_t detail;
  union {
    /** kHead, kBody. */
    struct {
      /** Position since the beginning; modulo the arena's capacity, the offset. */
      double arena_position;
      double byte_count;
      /** Maximum time that the bytes waited unread; 0 unless reading was paused. */
      double read_delay_ns;
      /** When the read returned; `at_ns` is the arrival of its last segment, by the kernel where it is earlier. */
      double read_ns;
      /** All its bytes arrived after this time. */
      double after_ns;
    } bytes;
    /** kSent. */
    struct {
      double scheduled_ns;
      double sent_ns;
      double connected_ns;
      /** Shortest round trip of its connection so far. */
      double least_round_trip_ns;
    } sent;
    /** All other kinds. */
    struct {
      double scheduled_ns;
      double sent_ns;
      double connected_ns;
      double first_byte_ns;
      double body_bytes;
    } request;
  };
};
static_assert(sizeof(EventRecord) == 64);

}  // namespace loadcell
