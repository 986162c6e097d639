// What the mock server makes of requests: the part of MockLoop that knows paths and bodies.
#include <algorithm>
#include <string>
#include <utility>

#include "base/clock.h"
#include "mock/mock_loop.h"

namespace loadcell {
namespace {

std::string models_body(const std::string& model) {
  return "{\"object\":\"list\",\"data\":[{\"id\":\"" + escape_json(model) +
         "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"loadcell\"}]}";
}

/** One token to a word, numbered from 0. */
std::string tokens_body(uint64_t words) {
  std::string json = "{\"count\":" + std::to_string(words) + ",\"tokens\":[";
  for (uint64_t word = 0; word < words; ++word) {
    if (word > 0) json += ',';
    json += std::to_string(word);
  }
  return json += "]}";
}

constexpr std::string_view kBadJson = "The body is not a JSON object.";
constexpr std::string_view kInvalid = "invalid_request_error";

}  // namespace

void MockLoop::take_requests(MockConnection& connection, int64_t now_ns) {
  while (connection.state == MockConnection::State::kIdle && !connection.input.empty()) {
    MockRequest request;
    bool wants_continue = false;
    const MockParse result = take_request(connection.input, request, wants_continue);
    if (wants_continue) {
      out_ = "HTTP/1.1 100 Continue\r\n\r\n";
      send_out(connection);
    }
    if (result == MockParse::kMore) return;
    if (result != MockParse::kDone) {
      ++totals_.rejected;
      connection.keeps_alive = false;
      const int status = result == MockParse::kTooLarge ? 413 : 400;
      reply(connection, status, status == 413 ? "Content Too Large" : "Bad Request",
            error_body(status, "This is no HTTP request that this server takes.", kInvalid));
      close(connection, now_ns);
      return;
    }
    connection.keeps_alive = request.keeps_alive;
    dispatch(connection, request, now_ns);
    if (connection.state == MockConnection::State::kIdle && !connection.keeps_alive &&
        connection.unsent.empty()) {
      close(connection, now_ns);
    }
  }
}

void MockLoop::dispatch(MockConnection& connection, const MockRequest& request, int64_t now_ns) {
  const bool is_get = request.method == "GET";
  if (is_get && request.path == "/health") {
    reply(connection, 200, "OK", "{\"status\":\"ok\"}");
  } else if (is_get && request.path == "/v1/models") {
    reply(connection, 200, "OK", models_body(options_.model));
  } else if (!is_get && request.path == "/tokenize") {
    MockQuestion question;
    if (parse_question(request.body, question)) {
      reply(connection, 200, "OK", tokens_body(question.words));
    } else {
      reply(connection, 400, "Bad Request", error_body(400, kBadJson, kInvalid));
    }
  } else if (!is_get && request.path == "/v1/chat/completions") {
    generate(connection, request, MockDialect::kChat, now_ns);
  } else if (!is_get && request.path == "/v1/completions") {
    generate(connection, request, MockDialect::kCompletion, now_ns);
  } else {
    reply(connection, 404, "Not Found",
          error_body(404, "There is nothing at " + request.path + ".", kInvalid));
  }
}

void MockLoop::generate(MockConnection& connection, const MockRequest& request,
                        MockDialect dialect, int64_t now_ns) {
  MockQuestion question;
  if (!parse_question(request.body, question)) {
    ++totals_.rejected;
    reply(connection, 400, "Bad Request", error_body(400, kBadJson, kInvalid));
    return;
  }
  if (options_.is_strict_about_model && question.model != options_.model) {
    ++totals_.rejected;
    reply(connection, 404, "Not Found",
          error_body(404, "The model " + question.model + " does not exist.", "not_found_error"));
    return;
  }
  const uint64_t ordinal = ++totals_.requests;
  connection.random = MockRandom(options_.seed, ordinal);
  const bool fails = connection.random.fraction() < options_.fault_ratio;
  if (fails && options_.fault == MockFault::kStatus) {
    ++totals_.faulted;
    reply(connection, 500, "Internal Server Error",
          error_body(500, "This request was chosen to fail.", "server_error"));
    return;
  }
  const bool is_cut = question.has_token_limit && question.token_limit <= options_.tokens;
  const uint32_t tokens = std::max(is_cut ? question.token_limit : options_.tokens, 1U);
  connection.answer = {.dialect = dialect,
                       .ordinal = ordinal,
                       .model = options_.model,
                       .prompt_tokens = question.words,
                       .tokens = tokens,
                       .wants_usage = question.wants_usage,
                       .is_cut = is_cut};
  connection.streams = question.streams;
  connection.drops_before = fails ? tokens / 2 : tokens;
  connection.arrived_ns = now_ns;
  if (options_.slots != 0 && used_slots_ == options_.slots) {
    connection.state = MockConnection::State::kWaiting;
    queue_.push_back(&connection);
    ++totals_.waiting;
    totals_.most_waiting = std::max(totals_.most_waiting, totals_.waiting);
    return;
  }
  ++used_slots_;
  connection.holds_slot = true;
  begin(connection, now_ns);
}

void MockLoop::reply(MockConnection& connection, int status, std::string_view reason,
                     std::string_view body) {
  out_.clear();
  append_json_response(out_, status, reason, body, connection.keeps_alive);
  send_out(connection);
}

}  // namespace loadcell
