#include "mock/mock_dispatch.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mock/protocol/audio/mock_form.h"
#include "mock/protocol/audio/transcription_answer.h"

namespace loadcell {
namespace {

std::string models_body(const std::string& model) {
  return "{\"object\":\"list\",\"data\":[{\"id\":\"" + escape_json(model) +
         "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"loadcell\"}]}";
}

/** One token per word, numbered from 0. */
std::string tokens_body(uint64_t words) {
  std::string json = "{\"count\":" + std::to_string(words) + ",\"tokens\":[";
  for (uint64_t word = 0; word < words; ++word) {
    if (word > 0) json += ',';
    json += std::to_string(word);
  }
  return json += "]}";
}

constexpr std::array<std::pair<std::string_view, MockDialect>, 4> kDialects = {{
    {"/v1/chat/completions", MockDialect::kChat},
    {"/v1/completions", MockDialect::kCompletion},
    {"/v1/responses", MockDialect::kResponses},
    {"/v1/messages", MockDialect::kMessages},
}};

constexpr std::string_view kBadJson = "The body is not a JSON object.";
constexpr std::string_view kInvalid = "invalid_request_error";

MockReply ok(std::string body) { return {200, "OK", std::move(body)}; }

MockReply bad_json() { return {400, "Bad Request", error_body(400, kBadJson, kInvalid)}; }

MockReply not_found(const std::string& message, std::string_view type) {
  return {404, "Not Found", error_body(404, message, type)};
}

/** Makes a response one event, which has no gap before it: it is due at the time to first token. */
void make_one_event(MockPlan& plan, std::string body) {
  plan.drops_before = plan.drops_before < plan.answer.tokens ? 0 : 1;
  plan.answer.tokens = 1;
  plan.answer.body = std::move(body);
  plan.streams = false;
}

}  // namespace

MockReply malformed_reply(MockParse result) {
  if (result == MockParse::kTooLarge) {
    return {413, "Content Too Large", error_body(413, "The request is too large.", kInvalid)};
  }
  return {400, "Bad Request", error_body(400, "The request is malformed.", kInvalid)};
}

std::variant<MockReply, MockPlan> MockDispatch::decide(const MockRequest& request) {
  const bool is_get = request.method == "GET";
  if (is_get && request.path == "/health") return ok("{\"status\":\"ok\"}");
  if (is_get && request.path == "/v1/models") return ok(models_body(options_.model));
  if (!is_get && request.path == "/tokenize") {
    MockQuestion question;
    return parse_question(request.body, question) ? ok(tokens_body(question.words)) : bad_json();
  }
  if (!is_get && request.path == "/v1/audio/transcriptions") return transcribe(request);
  if (!is_get && request.path == "/v1/audio/speech") return speak(request);
  if (!is_get) {
    for (const auto& [path, dialect] : kDialects) {
      if (request.path == path) return generate(request, dialect);
    }
  }
  if (const auto api = items_api_of(request.path); !is_get && api.has_value()) {
    return answer_items(request, *api);
  }
  return not_found("Unknown path " + request.path + ".", kInvalid);
}

std::variant<MockReply, MockPlan> MockDispatch::answer_items(const MockRequest& request,
                                                             MockItemsApi api) {
  MockItems items;
  if (!parse_items(request.body, items)) {
    return reject("The request has no input.");
  }
  std::variant<MockReply, MockPlan> decided = generate(request, MockDialect::kCompletion);
  if (MockPlan* made = std::get_if<MockPlan>(&decided)) {
    make_one_event(*made, items_body(api, items, options_.model));
  }
  return decided;
}

std::variant<MockReply, MockPlan> MockDispatch::transcribe(const MockRequest& request) {
  MockQuestion question;
  if (!parse_form(request.body, question)) return reject("The body is not a form with a file.");
  std::variant<MockReply, MockPlan> decided = plan(question, MockDialect::kTranscription);
  MockPlan* made = std::get_if<MockPlan>(&decided);
  if (made != nullptr && !made->streams) make_one_event(*made, whole_transcription(made->answer));
  return decided;
}

std::variant<MockReply, MockPlan> MockDispatch::speak(const MockRequest& request) {
  MockQuestion question;
  if (!parse_question(request.body, question)) return reject(kBadJson);
  const bool is_pcm = question.format == "pcm";
  if (!is_pcm && !question.format.empty() && question.format != "wav") {
    return reject("Unknown response_format " + question.format + ": expected wav or pcm.");
  }
  std::variant<MockReply, MockPlan> decided = plan(question, MockDialect::kSpeech);
  if (MockPlan* made = std::get_if<MockPlan>(&decided)) {
    made->streams = true;
    made->answer.speech = is_pcm ? MockSpeech::kPcm : MockSpeech::kWav;
  }
  return decided;
}

MockReply MockDispatch::reject(std::string_view message) {
  ++totals_.rejected;
  return {400, "Bad Request", error_body(400, message, kInvalid)};
}

std::variant<MockReply, MockPlan> MockDispatch::generate(const MockRequest& request,
                                                         MockDialect dialect) {
  MockQuestion question;
  if (!parse_question(request.body, question)) return reject(kBadJson);
  return plan(question, dialect);
}

std::variant<MockReply, MockPlan> MockDispatch::plan(const MockQuestion& question,
                                                     MockDialect dialect) {
  if (options_.is_strict_about_model && question.model != options_.model) {
    ++totals_.rejected;
    return not_found("The model " + question.model + " does not exist.", "not_found_error");
  }
  const uint64_t ordinal = ++totals_.requests;
  MockRandom random(options_.seed, ordinal);
  const bool fails = random.fraction() < options_.fault_ratio;
  if (fails && options_.fault == MockFault::kStatus) {
    ++totals_.faulted;
    return MockReply{500, "Internal Server Error",
                     error_body(500, "Failed on purpose, by the error rate.", "server_error")};
  }
  const bool is_cut = question.has_token_limit && question.token_limit <= options_.tokens;
  const uint32_t tokens = std::max(is_cut ? question.token_limit : options_.tokens, 1U);
  return MockPlan{.answer = {.dialect = dialect,
                             .ordinal = ordinal,
                             .model = options_.model,
                             .prompt_tokens = question.words,
                             .tokens = tokens,
                             .wants_usage = question.wants_usage,
                             .is_cut = is_cut},
                  .random = random,
                  .streams = question.streams,
                  .drops_before = fails ? tokens / 2 : tokens};
}

}  // namespace loadcell
