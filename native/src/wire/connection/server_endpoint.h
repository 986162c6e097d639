#pragma once

#include <string>
#include <vector>

#include "wire/connection/endpoint.h"

namespace loadcell {

/** One server that a wire sends to. */
struct ServerEndpoint {
  /** At least one; when one fails, the next is tried. */
  std::vector<Address> addresses;
  /** Value of the Host header of requests that the wire itself assigns; empty to send them as they are. */
  std::string host;
};

}  // namespace loadcell
