#include "mock/protocol/audio/transcription_answer.h"

#include "mock/protocol/answer_parts.h"

namespace loadcell {
namespace {

/** `"text":…,"usage":{…}}` */
void append_text(std::string& json, const MockAnswer& answer) {
  json += "\"text\":\"";
  append_words(json, answer.tokens);
  json += "\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":";
  append_number(json, answer.prompt_tokens);
  json += ",\"output_tokens\":";
  append_number(json, answer.tokens);
  json += ",\"total_tokens\":";
  append_number(json, answer.prompt_tokens + answer.tokens);
  json += "}}";
}

}  // namespace

void append_transcription_token(std::string& out, uint32_t index, int64_t sent_ns) {
  std::string json = "{\"type\":\"transcript.text.delta\",\"delta\":\"";
  append_word(json, index);
  json += "\",\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  append_event(out, json += "}");
}

void append_transcription_end(std::string& out, const MockAnswer& answer) {
  std::string json = "{\"type\":\"transcript.text.done\",";
  append_text(json, answer);
  append_event(out, json);
}

std::string whole_transcription(const MockAnswer& answer) {
  std::string json = "{";
  append_text(json, answer);
  return json;
}

}  // namespace loadcell
