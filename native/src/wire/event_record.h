#pragma once

#include <cstdint>
#include <limits>

#include "wire/failure.h"

namespace loadcell {

/** What a row tells. The numbers are part of the layout that JavaScript reads. */
enum class EventKind : uint8_t {
  /** `at_ns`: the first byte was about to be handed to the socket. */
  kSent = 1,
  /** The head of the response: `status`, and the block as it came, in the arena. */
  kHead = 2,
  /** Bytes of the body that one read brought, without framing, in the arena. */
  kBody = 3,
  // Every staged request ends in exactly one of these, which bears all its stamps.
  /** The response is complete. */
  kEnd = 4,
  /** It failed: `failure` and `detail`. */
  kFailed = 5,
  /** It was never sent: sending ended before its turn came. */
  kDropped = 6,
};

/** Bits of `flags`. */
namespace event_flags {
/** The request had a connection opened for it while the clock ran. */
constexpr uint8_t kNewConnection = 1;
/** A read that the row rests on was held back because JavaScript had not drained: `read_delay_ns`, or a row before it. */
constexpr uint8_t kReadDelayed = 2;
/** The server had ended the connection that the request was sent on before any byte of a response: it was sent once more on another. */
constexpr uint8_t kResent = 4;
}  // namespace event_flags

constexpr double kNoStamp = std::numeric_limits<double>::quiet_NaN();

/** One row on the ring: 64 bytes. Stamps are CLOCK_MONOTONIC nanoseconds, NaN where it never got there. */
struct EventRecord {
  double at_ns;
  double request_id;
  EventKind kind;
  uint8_t flags;
  uint16_t status;
  WireFailure failure;
  uint8_t reserved;
  /** errno of kSocket, kUnreachable and their like; ProtocolFault of kProtocol; kNothingCame of kClosedEarly. */
  uint16_t detail;
  union {
    /** kHead, kBody. */
    struct {
      /** Bytes since the beginning; modulo the arena's capacity it is the place. */
      double arena_position;
      double byte_count;
      /** The bytes may have lain there for so long before they were read; 0 unless reads were held back. */
      double read_delay_ns;
      double unused[2];
    } bytes;
    /** The others. */
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
