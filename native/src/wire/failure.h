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
  /** The connection closed before the response was complete. */
  kClosedEarly = 8,
  kTooManyFiles = 9,
  kCancelled = 10,
  kUnreachable = 11,
  /** Any other socket error; the detail is its errno. */
  kSocket = 12,
  /** Every ephemeral port of the source addresses is taken. */
  kNoPorts = 13,
};

/** What was wrong with a response whose failure is kProtocol. The numbers are part of the layout as well. */
enum class ProtocolFault : uint16_t {
  kNone = 0,
  kBadStatusLine = 1,
  kBadHeader = 2,
  kBadContentLength = 3,
  kBadChunk = 4,
  /** The server speaks TLS on this port: it responded with an alert or a handshake. */
  kTls = 5,
  /** Status 101, which the client never requests. */
  kUpgrade = 6,
};

/** Detail of kClosedEarly: no byte of any response had arrived. TLS servers react to an HTTP request this way. */
constexpr uint16_t kNothingCame = 1;

}  // namespace loadcell
