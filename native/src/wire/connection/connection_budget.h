#pragma once

#include <cstddef>

namespace loadcell {

/** The connections of all endpoints of a wire, which share its limits. Belongs to the wire thread. */
struct ConnectionBudget {
  /** Maximum connections that carry a request or open for one. */
  size_t most = 1;
  /** Connections that do now. */
  size_t busy = 0;
  /** Connections that are open or opening. */
  size_t open = 0;
};

}  // namespace loadcell
