#include "mock/protocol/messages_answer.h"

#include <string_view>

#include "mock/protocol/answer_parts.h"

namespace loadcell {
namespace {

std::string_view stop_reason(const MockAnswer& answer) {
  return answer.is_cut ? "\"max_tokens\"" : "\"end_turn\"";
}

void append_usage(std::string& json, const MockAnswer& answer, uint32_t output_tokens) {
  json += "\"usage\":{\"input_tokens\":";
  append_number(json, answer.prompt_tokens);
  json += ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":";
  append_number(json, output_tokens);
  json += "}";
}

/** `{"id":…,"type":"message","role":"assistant","model":…,` */
std::string opening(const MockAnswer& answer) {
  std::string json = "{\"id\":\"mock-";
  append_number(json, answer.ordinal);
  json += "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"";
  return (json += escape_json(answer.model)) += "\",";
}

}  // namespace

void append_messages_start(std::string& out, const MockAnswer& answer) {
  std::string message = "{\"type\":\"message_start\",\"message\":" + opening(answer) +
                        "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,";
  append_usage(message, answer, 0);
  append_named_event(out, "message_start", message += "}}");
  append_named_event(out, "content_block_start",
                     "{\"type\":\"content_block_start\",\"index\":0,"
                     "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
}

void append_messages_token(std::string& out, uint32_t index, int64_t sent_ns) {
  std::string json =
      "{\"type\":\"content_block_delta\",\"index\":0,"
      "\"delta\":{\"type\":\"text_delta\",\"text\":\"";
  append_word(json, index);
  json += "\"},\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  append_named_event(out, "content_block_delta", json += "}");
}

void append_messages_end(std::string& out, const MockAnswer& answer) {
  append_named_event(out, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
  std::string last = "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":";
  (last += stop_reason(answer)) += ",\"stop_sequence\":null},";
  append_usage(last, answer, answer.tokens);
  append_named_event(out, "message_delta", last += "}");
  append_named_event(out, "message_stop", "{\"type\":\"message_stop\"}");
}

std::string whole_message(const MockAnswer& answer, int64_t sent_ns) {
  std::string json = opening(answer) + "\"content\":[{\"type\":\"text\",\"text\":\"";
  append_words(json, answer.tokens);
  ((json += "\"}],\"stop_reason\":") += stop_reason(answer)) += ",\"stop_sequence\":null,";
  append_usage(json, answer, answer.tokens);
  json += ",\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  return json += "}";
}

}  // namespace loadcell
