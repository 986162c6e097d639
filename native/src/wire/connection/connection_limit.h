#pragma once

#include <cstdint>

namespace loadcell {

/** Which client limit prevents a further connection. JavaScript reads the numbers. */
enum class ConnectionLimit : uint8_t {
  kNone = 0,
  /** `most_connections` of the options. */
  kConnections = 1,
  /** Limit on open files of this process. */
  kDescriptors = 2,
};

}  // namespace loadcell
