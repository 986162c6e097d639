#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loadcell {

/** Which of the two protocols of OpenAI an answer is in. */
enum class MockDialect : uint8_t { kChat, kCompletion };

/** What every part of an answer needs to know. */
struct MockAnswer {
  MockDialect dialect = MockDialect::kChat;
  /** Numbers the requests of the server from 1; the `id` of an answer is `mock-` and this. */
  uint64_t ordinal = 0;
  std::string_view model;
  uint64_t prompt_tokens = 0;
  uint32_t tokens = 0;
  bool wants_usage = false;
  /** Whether the request asked for no more than it got. */
  bool is_cut = false;
};

/** Adds a whole response with a body of JSON. */
void append_json_response(std::string& out, int status, std::string_view reason,
                          std::string_view body, bool keeps_alive);

/** `{"error":{…}}` as OpenAI has it. */
std::string error_body(int status, std::string_view message, std::string_view type);

/** Adds the head of a stream, and of a chat the event that only names the role. */
void append_stream_start(std::string& out, const MockAnswer& answer, bool keeps_alive);

/** Adds the event of one token, which bears the time of its sending. */
void append_token(std::string& out, const MockAnswer& answer, uint32_t index, int64_t sent_ns);

/** Adds what follows the last token: the reason of the end, usage when asked for, `[DONE]`, and the end of the body. */
void append_stream_end(std::string& out, const MockAnswer& answer);

/** The answer as a whole, for a request that does not stream. */
std::string whole_answer(const MockAnswer& answer, int64_t sent_ns);

/** A text as it stands between the quotes of JSON. */
std::string escape_json(std::string_view text);

}  // namespace loadcell
