#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loadcell {

/** What a JSON body requests, as far as the mock server uses it. */
struct MockQuestion {
  std::string model;
  bool streams = false;
  bool wants_usage = false;
  bool has_token_limit = false;
  uint32_t token_limit = 0;
  /** Words between spaces in the prompt, the messages or the content. */
  uint64_t words = 0;
  /** `response_format` where it is a name, as for speech. */
  std::string format;
};

/** Parses a JSON body. False: it is not a JSON object, or nested too deeply. */
bool parse_question(std::string_view json, MockQuestion& question);

/** An HTTP request. */
struct MockRequest {
  std::string method;
  /** Without the query. */
  std::string path;
  std::string body;
  bool keeps_alive = true;
};

/** Result of taking a request. */
enum class MockParse : uint8_t { kMore, kDone, kMalformed, kTooLarge };

/**
 * Takes one request from the front of `input` once all of it has arrived.
 * @param wants_continue set when the client waits for a 100 before it sends the body
 */
MockParse take_request(std::string& input, MockRequest& request, bool& wants_continue);

}  // namespace loadcell
