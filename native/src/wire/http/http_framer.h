#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/failure.h"
#include "wire/http/chunked_body.h"
#include "wire/http/response_head.h"

namespace loadcell {

/** Maximum sizes of a response. */
struct FramerLimits {
  /** The head including interim heads; the trailers; the size line of a chunk. */
  size_t header_bytes = 64 * 1024;
  uint64_t body_bytes = uint64_t{1} << 30;
};

/**
 * Finds head, body and end of successive HTTP/1.x responses in bytes that arrive in any pieces. Uses no socket and no clock.
 * Used by one thread; allocates only for a head longer than any before it.
 */
class HttpFramer {
 public:
  enum class Event : uint8_t {
    /** All input was consumed. */
    kMore,
    /** The head is complete: see `head` and `head_block`. */
    kHead,
    /** `body` of the step is a piece of the body, without framing. */
    kBody,
    /** The response is complete. Unconsumed bytes do not belong to it. */
    kEnd,
    /** See `failure` and `fault`. */
    kFailed,
  };

  struct Step {
    Event event;
    size_t consumed;
    std::string_view body;
  };

  explicit HttpFramer(const FramerLimits& limits)
      : limits_(limits), chunks_(limits.header_bytes) {
    head_.reserve(kHeadReserveBytes);
  }

  /** Finds the next event in `input`; pass the unconsumed rest again. */
  Step next(std::string_view input);

  /** The server closed the connection: kEnd when that completes the response, else kFailed. */
  Event end_of_stream() noexcept;

  /** Prepares for the next response on the same connection. */
  void reset() noexcept;

  /** Whether any byte of the current response has arrived. */
  bool has_begun() const noexcept { return has_begun_; }

  const ResponseHead& head() const noexcept { return parsed_; }
  /** From the status line to the empty line, as received, without interim heads. */
  std::string_view head_block() const noexcept { return head_; }
  WireFailure failure() const noexcept { return failure_; }
  ProtocolFault fault() const noexcept { return fault_; }

 private:
  enum class State : uint8_t { kHead, kLength, kChunked, kUntilClose, kBodyless, kEnd, kFailed };

  static constexpr size_t kHeadReserveBytes = 1024;

  Step next_of_head(std::string_view input);
  Step end_head(size_t consumed);
  Step next_of_length(std::string_view input) noexcept;
  Step next_of_chunks(std::string_view input) noexcept;
  /** Counts a piece of the body against its limit. */
  Step body_step(size_t consumed, std::string_view body) noexcept;
  Step fail(WireFailure failure, ProtocolFault fault, size_t consumed) noexcept;

  FramerLimits limits_;
  State state_ = State::kHead;
  std::string head_;
  ResponseHead parsed_;
  ChunkedBody chunks_;
  bool has_begun_ = false;
  /** Bytes of the head and of the interim heads before it. */
  size_t header_bytes_ = 0;
  size_t line_start_ = 0;
  uint64_t remaining_bytes_ = 0;
  uint64_t body_bytes_ = 0;
  WireFailure failure_ = WireFailure::kNone;
  ProtocolFault fault_ = ProtocolFault::kNone;
};

}  // namespace loadcell
