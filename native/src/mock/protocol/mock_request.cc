#include "mock/protocol/mock_request.h"

#include <algorithm>

#include "mock/protocol/count_words.h"
#include "mock/protocol/json_scanner.h"
#include "wire/http/chunked_body.h"
#include "wire/http/header_lines.h"

namespace loadcell {
namespace {

constexpr size_t kMostHeadBytes = 64 * 1024;
constexpr size_t kMostBodyBytes = 64 * 1024 * 1024;
constexpr double kMostTokens = 1e6;

/**
 * Counts words of a text, or of a list of texts, messages or parts; in objects, only `content`, `text` and
 * the `output` of a tool count. */
bool count_text(JsonScanner& scanner, uint64_t& words, int depth = 8) {
  if (depth == 0) return false;
  switch (scanner.peek()) {
    case '"': {
      std::string text;
      if (!scanner.take_string(text)) return false;
      words += count_words(text);
      return true;
    }
    case '[':
      return scanner.take_array([&] { return count_text(scanner, words, depth - 1); });
    case '{':
      return scanner.take_object([&](const std::string& key) {
        const bool counts = key == "content" || key == "text" || key == "output";
        return counts ? count_text(scanner, words, depth - 1) : scanner.skip_value();
      });
    default:
      return scanner.skip_value();
  }
}

bool take_flag(JsonScanner& scanner, bool& flag) {
  const char first = scanner.peek();
  return first == 't' || first == 'f' ? scanner.take_boolean(flag) : scanner.skip_value();
}

bool take_member(JsonScanner& scanner, const std::string& key, MockQuestion& question) {
  if (key == "model" && scanner.peek() == '"') return scanner.take_string(question.model);
  if (key == "stream") return take_flag(scanner, question.streams);
  if (key == "response_format" && scanner.peek() == '"') return scanner.take_string(question.format);
  const bool limits =
      key == "max_tokens" || key == "max_completion_tokens" || key == "max_output_tokens";
  if (limits && scanner.peek() != 'n') {
    double limit = 0;
    if (!scanner.take_number(limit)) return false;
    question.has_token_limit = true;
    question.token_limit = static_cast<uint32_t>(std::clamp(limit, 0.0, kMostTokens));
    return true;
  }
  if (key == "stream_options" && scanner.peek() == '{') {
    return scanner.take_object([&](const std::string& option) {
      return option == "include_usage" ? take_flag(scanner, question.wants_usage)
                                       : scanner.skip_value();
    });
  }
  const bool is_prompt = key == "messages" || key == "prompt" || key == "content" ||
                         key == "input" || key == "instructions" || key == "system";
  if (is_prompt) {
    return count_text(scanner, question.words);
  }
  return scanner.skip_value();
}

/** Framing of the body, from the head. */
struct BodyPlan {
  unsigned long long length = 0;
  bool is_chunked = false;
};

bool parse_head(std::string_view head, MockRequest& request, BodyPlan& plan, bool& wants_continue) {
  std::string_view line = take_line(head);
  const size_t first_space = line.find(' ');
  const size_t last_space = line.rfind(' ');
  if (first_space == std::string_view::npos || first_space == last_space) return false;
  const std::string_view version = line.substr(last_space + 1);
  if (!version.starts_with("HTTP/1.")) return false;
  request.method = line.substr(0, first_space);
  const std::string_view target = line.substr(first_space + 1, last_space - first_space - 1);
  request.path = target.substr(0, target.find('?'));
  request.keeps_alive = version != "HTTP/1.0";
  for (line = take_line(head); !line.empty(); line = take_line(head)) {
    HeaderLine header;
    if (!parse_header_line(line, header)) return false;
    if (equals_ignoring_case(header.name, "content-length")) {
      if (!parse_decimal(header.value, plan.length)) return false;
    } else if (equals_ignoring_case(header.name, "transfer-encoding")) {
      plan.is_chunked = equals_ignoring_case(header.value, "chunked");
    } else if (equals_ignoring_case(header.name, "connection")) {
      if (equals_ignoring_case(header.value, "close")) request.keeps_alive = false;
    } else if (equals_ignoring_case(header.name, "expect")) {
      wants_continue = true;
    }
  }
  return true;
}

/** Parses a chunked body from its start each time: bodies arrive in few pieces, and their parsing is not measured. */
MockParse take_chunks(std::string_view bytes, std::string& body, size_t& consumed) {
  ChunkedBody chunks(kMostHeadBytes);
  for (;;) {
    const ChunkedBody::Step step = chunks.next(bytes.substr(consumed));
    consumed += step.consumed;
    body += step.data;
    if (body.size() > kMostBodyBytes) return MockParse::kTooLarge;
    switch (step.status) {
      case ChunkedBody::Status::kData:
        break;
      case ChunkedBody::Status::kMore:
        return MockParse::kMore;
      case ChunkedBody::Status::kEnd:
        return MockParse::kDone;
      default:
        return MockParse::kMalformed;
    }
  }
}

}  // namespace

bool parse_question(std::string_view json, MockQuestion& question) {
  JsonScanner scanner(json);
  const bool is_object = scanner.take_object(
      [&](const std::string& key) { return take_member(scanner, key, question); });
  return is_object && scanner.at_end();
}

MockParse take_request(std::string& input, MockRequest& request, bool& wants_continue) {
  wants_continue = false;
  const size_t head_end = input.find("\r\n\r\n");
  if (head_end == std::string::npos) {
    return input.size() > kMostHeadBytes ? MockParse::kTooLarge : MockParse::kMore;
  }
  const size_t body_start = head_end + 4;
  request = {};
  BodyPlan plan;
  bool expects = false;
  if (!parse_head(std::string_view(input).substr(0, body_start), request, plan, expects)) {
    return MockParse::kMalformed;
  }
  size_t consumed = 0;
  if (plan.is_chunked) {
    const MockParse result =
        take_chunks(std::string_view(input).substr(body_start), request.body, consumed);
    wants_continue = expects && result == MockParse::kMore && input.size() == body_start;
    if (result != MockParse::kDone) return result;
  } else {
    if (plan.length > kMostBodyBytes) return MockParse::kTooLarge;
    if (input.size() - body_start < plan.length) {
      wants_continue = expects && input.size() == body_start;
      return MockParse::kMore;
    }
    consumed = static_cast<size_t>(plan.length);
    request.body = input.substr(body_start, consumed);
  }
  input.erase(0, body_start + consumed);
  return MockParse::kDone;
}

}  // namespace loadcell
