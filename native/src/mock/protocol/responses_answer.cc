#include "mock/protocol/responses_answer.h"

#include <string_view>

#include "mock/protocol/answer_parts.h"

namespace loadcell {
namespace {

/** Events before the first token. */
constexpr uint64_t kStartEvents = 4;

enum class Output : uint8_t { kNone, kWhole };

/** `"status":…` and the reason that goes with it. */
std::string_view ending(const MockAnswer& answer) {
  return answer.is_cut
             ? "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}"
             : "\"status\":\"completed\",\"incomplete_details\":null";
}

void append_part(std::string& json, const MockAnswer& answer) {
  json += "{\"type\":\"output_text\",\"annotations\":[],\"text\":\"";
  append_words(json, answer.tokens);
  json += "\"}";
}

void append_item(std::string& json, const MockAnswer& answer, Output output) {
  json += "{\"type\":\"message\",\"id\":\"item-";
  append_number(json, answer.ordinal);
  json += "\",\"role\":\"assistant\",\"status\":\"";
  json += output == Output::kWhole ? "completed\",\"content\":[" : "in_progress\",\"content\":[";
  if (output == Output::kWhole) append_part(json, answer);
  json += "]}";
}

void append_usage(std::string& json, const MockAnswer& answer) {
  json += "{\"input_tokens\":";
  append_number(json, answer.prompt_tokens);
  json += ",\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":";
  append_number(json, answer.tokens);
  json += ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":";
  append_number(json, answer.prompt_tokens + answer.tokens);
  json += "}";
}

/** The response object, without its closing brace. */
std::string response_object(const MockAnswer& answer, Output output) {
  std::string json = "{\"id\":\"mock-";
  append_number(json, answer.ordinal);
  json += "\",\"object\":\"response\",\"created_at\":0,\"model\":\"";
  (json += escape_json(answer.model)) += "\",";
  if (output == Output::kNone) return json += "\"status\":\"in_progress\",\"output\":[],\"usage\":null";
  (json += ending(answer)) += ",\"output\":[";
  append_item(json, answer, output);
  json += "],\"usage\":";
  append_usage(json, answer);
  return json;
}

/** Appends an event; `fields` are those after its type and number, without braces. */
void append_numbered(std::string& out, std::string_view type, uint64_t number,
                     std::string_view fields) {
  std::string json = "{\"type\":\"";
  (json += type) += "\",\"sequence_number\":";
  append_number(json, number);
  (json += ",") += fields;
  append_named_event(out, type, json += "}");
}

/** `"item_id":…,"output_index":0,"content_index":0,` */
std::string place(const MockAnswer& answer) {
  std::string json = "\"item_id\":\"item-";
  append_number(json, answer.ordinal);
  return json += "\",\"output_index\":0,\"content_index\":0,";
}

std::string item_fields(const MockAnswer& answer, Output output) {
  std::string fields = "\"output_index\":0,\"item\":";
  append_item(fields, answer, output);
  return fields;
}

}  // namespace

void append_responses_start(std::string& out, const MockAnswer& answer) {
  const std::string begun = "\"response\":" + response_object(answer, Output::kNone) + "}";
  append_numbered(out, "response.created", 0, begun);
  append_numbered(out, "response.in_progress", 1, begun);
  append_numbered(out, "response.output_item.added", 2, item_fields(answer, Output::kNone));
  append_numbered(out, "response.content_part.added", kStartEvents - 1,
                  place(answer) +
                      "\"part\":{\"type\":\"output_text\",\"annotations\":[],\"text\":\"\"}");
}

void append_responses_token(std::string& out, const MockAnswer& answer, uint32_t index,
                            int64_t sent_ns) {
  std::string fields = place(answer) + "\"delta\":\"";
  append_word(fields, index);
  fields += "\",\"sent_ns\":";
  append_number(fields, static_cast<uint64_t>(sent_ns));
  append_numbered(out, "response.output_text.delta", kStartEvents + index, fields);
}

void append_responses_end(std::string& out, const MockAnswer& answer) {
  uint64_t number = kStartEvents + answer.tokens;
  std::string text = place(answer) + "\"text\":\"";
  append_words(text, answer.tokens);
  append_numbered(out, "response.output_text.done", number++, text += "\"");
  std::string part = place(answer) + "\"part\":";
  append_part(part, answer);
  append_numbered(out, "response.content_part.done", number++, part);
  append_numbered(out, "response.output_item.done", number++, item_fields(answer, Output::kWhole));
  append_numbered(out, answer.is_cut ? "response.incomplete" : "response.completed", number,
                  "\"response\":" + response_object(answer, Output::kWhole) + "}");
}

std::string whole_response(const MockAnswer& answer, int64_t sent_ns) {
  std::string json = response_object(answer, Output::kWhole) + ",\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  return json += "}";
}

}  // namespace loadcell
