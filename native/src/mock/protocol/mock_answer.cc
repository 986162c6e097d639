#include "mock/protocol/mock_answer.h"

#include "mock/protocol/answer_parts.h"
#include "mock/protocol/audio/transcription_answer.h"
#include "mock/protocol/messages_answer.h"
#include "mock/protocol/responses_answer.h"

namespace loadcell {
namespace {

/** `{"id":…,"object":…,"created":0,"model":…,"choices":` */
std::string opening(const MockAnswer& answer, std::string_view object) {
  std::string json = "{\"id\":\"mock-";
  append_number(json, answer.ordinal);
  ((json += "\",\"object\":\"") += object) += "\",\"created\":0,\"model\":\"";
  (json += escape_json(answer.model)) += "\",\"choices\":";
  return json;
}

std::string_view chunk_object(const MockAnswer& answer) {
  return answer.dialect == MockDialect::kChat ? "chat.completion.chunk" : "text_completion";
}

std::string_view finish_reason(const MockAnswer& answer) {
  return answer.is_cut ? "\"length\"" : "\"stop\"";
}

void append_usage(std::string& json, const MockAnswer& answer) {
  json += "\"usage\":{\"prompt_tokens\":";
  append_number(json, answer.prompt_tokens);
  json += ",\"completion_tokens\":";
  append_number(json, answer.tokens);
  json += ",\"total_tokens\":";
  append_number(json, answer.prompt_tokens + answer.tokens);
  json += ",\"prompt_tokens_details\":{\"cached_tokens\":0}}";
}

/** Finish reason, usage if requested, and `[DONE]`. */
void append_chunks_end(std::string& out, const MockAnswer& answer) {
  const bool is_chat = answer.dialect == MockDialect::kChat;
  std::string last = opening(answer, chunk_object(answer));
  last += is_chat ? "[{\"index\":0,\"delta\":{},\"finish_reason\":" : "[{\"index\":0,\"text\":\"\",\"finish_reason\":";
  (last += finish_reason(answer)) += "}]}";
  append_event(out, last);
  if (answer.wants_usage) {
    std::string usage = opening(answer, chunk_object(answer)) + "[],";
    append_usage(usage, answer);
    append_event(out, usage += "}");
  }
  append_event(out, "[DONE]");
}

std::string_view stream_type(const MockAnswer& answer) {
  if (answer.dialect != MockDialect::kSpeech) return "text/event-stream";
  return answer.speech == MockSpeech::kWav ? "audio/wav" : "audio/pcm";
}

}  // namespace

std::string escape_json(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') escaped += '\\';
    // No model name has control characters, and none may break the response.
    escaped += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
  }
  return escaped;
}

void append_json_response(std::string& out, int status, std::string_view reason,
                          std::string_view body, bool keeps_alive) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<uint64_t>(status));
  ((out += " ") += reason) += "\r\nContent-Type: application/json\r\nContent-Length: ";
  append_number(out, body.size());
  out += keeps_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  out += body;
}

std::string error_body(int status, std::string_view message, std::string_view type) {
  std::string json = "{\"error\":{\"message\":\"";
  ((((json += escape_json(message)) += "\",\"type\":\"") += type) += "\",\"code\":");
  append_number(json, static_cast<uint64_t>(status));
  return json += "}}";
}

void append_stream_start(std::string& out, const MockAnswer& answer, bool keeps_alive) {
  (out += "HTTP/1.1 200 OK\r\nContent-Type: ") += stream_type(answer);
  out += "\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n";
  out += keeps_alive ? "\r\n" : "Connection: close\r\n\r\n";
  switch (answer.dialect) {
    case MockDialect::kChat:
      append_event(out, opening(answer, chunk_object(answer)) +
                            "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null},"
                            "\"finish_reason\":null}]}");
      return;
    case MockDialect::kCompletion:
    case MockDialect::kTranscription:
    case MockDialect::kSpeech:
      return;
    case MockDialect::kResponses:
      append_responses_start(out, answer);
      return;
    case MockDialect::kMessages:
      append_messages_start(out, answer);
      return;
  }
}

void append_token(std::string& out, const MockAnswer& answer, uint32_t index, int64_t sent_ns) {
  if (answer.dialect == MockDialect::kResponses) {
    append_responses_token(out, answer, index, sent_ns);
    return;
  }
  if (answer.dialect == MockDialect::kMessages) {
    append_messages_token(out, index, sent_ns);
    return;
  }
  if (answer.dialect == MockDialect::kTranscription) {
    append_transcription_token(out, index, sent_ns);
    return;
  }
  if (answer.dialect == MockDialect::kSpeech) {
    append_speech_token(out, answer.speech, index, answer.tokens);
    return;
  }
  std::string json = opening(answer, chunk_object(answer));
  const bool is_chat = answer.dialect == MockDialect::kChat;
  json += is_chat ? "[{\"index\":0,\"delta\":{\"content\":\"" : "[{\"index\":0,\"text\":\"";
  append_word(json, index);
  json += is_chat ? "\"}" : "\"";
  json += ",\"finish_reason\":null}],\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  append_event(out, json += "}");
}

void append_stream_end(std::string& out, const MockAnswer& answer) {
  if (answer.dialect == MockDialect::kResponses) {
    append_responses_end(out, answer);
  } else if (answer.dialect == MockDialect::kMessages) {
    append_messages_end(out, answer);
  } else if (answer.dialect == MockDialect::kTranscription) {
    append_transcription_end(out, answer);
  } else if (answer.dialect != MockDialect::kSpeech) {
    append_chunks_end(out, answer);
  }
  out += "0\r\n\r\n";
}

std::string whole_answer(const MockAnswer& answer, int64_t sent_ns) {
  if (!answer.body.empty()) return answer.body;
  if (answer.dialect == MockDialect::kResponses) return whole_response(answer, sent_ns);
  if (answer.dialect == MockDialect::kMessages) return whole_message(answer, sent_ns);
  const bool is_chat = answer.dialect == MockDialect::kChat;
  std::string json = opening(answer, is_chat ? "chat.completion" : "text_completion");
  json += is_chat ? "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                  : "[{\"index\":0,\"text\":\"";
  append_words(json, answer.tokens);
  json += is_chat ? "\"}" : "\"";
  ((json += ",\"finish_reason\":") += finish_reason(answer)) += "}],";
  append_usage(json, answer);
  json += ",\"sent_ns\":";
  append_number(json, static_cast<uint64_t>(sent_ns));
  return json += "}";
}

}  // namespace loadcell
