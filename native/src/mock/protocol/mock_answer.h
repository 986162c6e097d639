#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mock/protocol/audio/speech_answer.h"

namespace loadcell {

/** The API that a response follows: five of OpenAI, and Anthropic's Messages. */
enum class MockDialect : uint8_t {
  kChat,
  kCompletion,
  kResponses,
  kMessages,
  kTranscription,
  kSpeech,
};

/** What every part of a response needs to know. */
struct MockAnswer {
  MockDialect dialect = MockDialect::kChat;
  /** Number of the request, from 1; the `id` of the response is `mock-` and this. */
  uint64_t ordinal = 0;
  std::string_view model;
  uint64_t prompt_tokens = 0;
  uint32_t tokens = 0;
  bool wants_usage = false;
  /** Whether the token limit of the request ended the response. */
  bool is_cut = false;
  /** The whole response, where it is made when the request comes; empty for generated text. */
  std::string body = {};
  /** Of speech alone. */
  MockSpeech speech = MockSpeech::kWav;
};

/** Appends a whole response with a JSON body. */
void append_json_response(std::string& out, int status, std::string_view reason,
                          std::string_view body, bool keeps_alive);

/** `{"error":{…}}` in the form of OpenAI. */
std::string error_body(int status, std::string_view message, std::string_view type);

/** Appends the head of a stream and the events that precede the first token. */
void append_stream_start(std::string& out, const MockAnswer& answer, bool keeps_alive);

/** Appends the event of one token, which contains the time it was sent; audio has no place for it. */
void append_token(std::string& out, const MockAnswer& answer, uint32_t index, int64_t sent_ns);

/** Appends what follows the last token: finish reason, usage, the last event of the API and the end of the body. */
void append_stream_end(std::string& out, const MockAnswer& answer);

/** The whole response, for a request that does not stream. */
std::string whole_answer(const MockAnswer& answer, int64_t sent_ns);

/** A text as it appears between the quotes of JSON. */
std::string escape_json(std::string_view text);

}  // namespace loadcell
