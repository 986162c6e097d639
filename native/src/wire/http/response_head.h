#pragma once

#include <cstdint>
#include <string_view>

#include "wire/failure.h"

namespace loadcell {

/** How the end of a body is found. */
enum class BodyFraming : uint8_t { kNone, kLength, kChunked, kUntilClose };

/** What the head of a response declares about the rest of it. */
struct ResponseHead {
  uint16_t status = 0;
  BodyFraming framing = BodyFraming::kUntilClose;
  /** Only for kLength. */
  uint64_t content_length = 0;
  /** Whether another request may follow on the connection. */
  bool keeps_alive = false;

  /** 1xx: the head of the real response follows. */
  bool is_interim() const noexcept { return status < 200; }
};

/**
 * Whether bytes can still become an HTTP/1.x status line; kNone means that they can. A server of another protocol is
 * recognized by its first bytes, without waiting for the end of a line that never arrives.
 */
ProtocolFault check_first_bytes(std::string_view start) noexcept;

/** Reads a complete head, from its status line to the empty line. kNone on success. */
ProtocolFault parse_response_head(std::string_view block, ResponseHead& head) noexcept;

}  // namespace loadcell
