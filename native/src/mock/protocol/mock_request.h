#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loadcell {

/** What a body of JSON asks for, as far as the mock server cares. */
struct MockQuestion {
  std::string model;
  bool streams = false;
  bool wants_usage = false;
  bool has_token_limit = false;
  uint32_t token_limit = 0;
  /** In the prompt, the messages or the content: what stands between spaces. */
  uint64_t words = 0;
};

/** Reads a body of JSON. False: it is not JSON, or nested too deeply. */
bool parse_question(std::string_view json, MockQuestion& question);

/** A request over HTTP. */
struct MockRequest {
  std::string method;
  /** Without the query. */
  std::string path;
  std::string body;
  bool keeps_alive = true;
};

/** What is known of a request that has not come whole. */
enum class MockParse : uint8_t { kMore, kDone, kMalformed, kTooLarge };

/**
 * Takes one request off the front of `input`, once it is there whole.
 * @param wants_continue the client waits for a 100 before it sends the body
 */
MockParse take_request(std::string& input, MockRequest& request, bool& wants_continue);

}  // namespace loadcell
