#pragma once

#include <cstdint>
#include <string>

namespace loadcell {

/** How a request that is selected to fail fails. */
enum class MockFault : uint8_t {
  /** Status 500 with a JSON error, immediately. */
  kStatus,
  /** The connection closes in the middle of the response. */
  kDrop,
};

/** Behavior and timing of the mock server; every value is resolved. */
struct MockOptions {
  /** An IP address. */
  std::string host = "127.0.0.1";
  /** 0: any free port. */
  uint16_t port = 0;
  std::string model = "mock";
  /** Whether requests for other models are rejected with 404. */
  bool is_strict_about_model = false;
  /** From the start of service to the first token. */
  int64_t first_token_ns = 0;
  /** Inter-token latency. */
  int64_t gap_ns = 0;
  /** Output tokens, unless the request has a lower limit. */
  uint32_t tokens = 1;
  /** Maximum random extra delay before each token, uniformly distributed. */
  int64_t jitter_ns = 0;
  uint64_t seed = 0;
  /** Maximum concurrent requests; others queue in order of arrival. 0: no limit. */
  uint32_t slots = 0;
  /** Share of requests that fail, 0 to 1. */
  double fault_ratio = 0;
  MockFault fault = MockFault::kStatus;
};

}  // namespace loadcell
