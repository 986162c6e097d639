#pragma once

#include <cstdint>

namespace loadcell {

/** How exchanges work; every value is resolved. */
struct ExchangeOptions {
  int64_t connect_timeout_ns = 0;
  /**
   * How long a connection stays open after its request is over: for the rest of the framing of its response, or until
   * the server closes it first, which saves this machine the port that the kernel reserves for the side that closes.
   */
  int64_t finish_timeout_ns = 100'000'000;
  /** Whether a connection may carry more than one request. */
  bool reuses_connections = true;
};

}  // namespace loadcell
