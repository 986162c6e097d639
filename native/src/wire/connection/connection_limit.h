#pragma once

#include <cstdint>

namespace loadcell {

/** Which limit of ours keeps a further connection from being opened. The numbers are part of what JavaScript reads. */
enum class ConnectionLimit : uint8_t {
  kNone = 0,
  /** `most_connections` of the options. */
  kConnections = 1,
  /** Files that this process may have open. */
  kDescriptors = 2,
};

}  // namespace loadcell
