#pragma once

#include <cstdint>
#include <string>

namespace loadcell {

/** What becomes of a request that is chosen to fail. */
enum class MockFault : uint8_t {
  /** Status 500 with an error in JSON, at once. */
  kStatus,
  /** The connection ends in the middle of the answer. */
  kDrop,
};

/** What the mock server is and how long it takes; every value is resolved. */
struct MockOptions {
  /** An IP address. */
  std::string host = "127.0.0.1";
  /** 0: any that is free. */
  uint16_t port = 0;
  std::string model = "mock";
  /** Whether a request for another model is refused with 404. */
  bool is_strict_about_model = false;
  /** From the start of the service to the first token. */
  int64_t first_token_ns = 0;
  /** From one token to the next. */
  int64_t gap_ns = 0;
  /** Of an answer, unless the request asks for fewer. */
  uint32_t tokens = 1;
  /** Each of those waits is longer by up to so much, evenly distributed. */
  int64_t jitter_ns = 0;
  uint64_t seed = 0;
  /** Requests served at once; others wait in the order of their coming. 0: no limit. */
  uint32_t slots = 0;
  /** Share of requests that fail, 0 to 1. */
  double fault_ratio = 0;
  MockFault fault = MockFault::kStatus;
};

}  // namespace loadcell
