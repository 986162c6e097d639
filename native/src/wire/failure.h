#pragma once

#include <cstdint>

namespace loadcell {

/** Why a request failed. The numbers are part of the layout that JavaScript reads. */
enum class WireFailure : uint8_t {
  kNone = 0,
  kRefused = 1,
  kReset = 2,
  kConnectTimeout = 3,
  kTimeout = 4,
  kProtocol = 5,
  kHeaderTooLarge = 6,
  kBodyTooLarge = 7,
  /** The connection ended before the response did. */
  kClosedEarly = 8,
  kTooManyFiles = 9,
  kCancelled = 10,
  kUnreachable = 11,
  /** Any other error of a socket; the detail is its errno. */
  kSocket = 12,
};

/** What was wrong with a response whose failure is kProtocol. The numbers are part of the layout as well. */
enum class ProtocolFault : uint16_t {
  kNone = 0,
  kBadStatusLine = 1,
  kBadHeader = 2,
  kBadContentLength = 3,
  kBadChunk = 4,
  /** The port speaks TLS: it answered with an alert or a handshake. */
  kTls = 5,
  /** 101, which nobody asked for. */
  kUpgrade = 6,
};

/** Detail of kClosedEarly: not a single byte of any response had come on the connection. Servers of TLS do so with a request of HTTP. */
constexpr uint16_t kNothingCame = 1;

}  // namespace loadcell
