#include "mock/protocol/mock_request.h"

#include <string>

#include "harness.h"

using namespace loadcell;

namespace {

MockQuestion question_of(std::string_view json) {
  MockQuestion question;
  CHECK(parse_question(json, question));
  return question;
}

bool is_question(std::string_view json) {
  MockQuestion question;
  return parse_question(json, question);
}

MockParse parse(std::string& input, MockRequest& request) {
  bool wants_continue = false;
  return take_request(input, request, wants_continue);
}

}  // namespace

TEST("a question is parsed from JSON with other members around it") {
  const MockQuestion question = question_of(
      R"( {"other":{"stream":true,"deep":[1,-2.5e3,null,{"a":"\"}"}]},"model":"m\u0041/\"x",
           "stream":true,"stream_options":{"include_usage":true},"max_tokens":7,
           "messages":[{"role":"system user","content":"one  two\nthree"},
                       {"content":[{"type":"text","text":"four five"},{"type":"x y"}]}]} )");
  CHECK_EQUAL(question.model, "mA/\"x");
  CHECK(question.streams && question.wants_usage && question.has_token_limit);
  CHECK_EQUAL(question.token_limit, 7U);
  CHECK_EQUAL(question.words, 5U);
}

TEST("words are counted in a prompt, a list of prompts and a content, escapes included") {
  CHECK_EQUAL(question_of(R"({"prompt":"a\tb c"})").words, 3U);
  CHECK_EQUAL(question_of(R"({"prompt":["a b","c"]})").words, 3U);
  CHECK_EQUAL(question_of(R"({"content":"\u0020a\u0020b"})").words, 2U);
  CHECK_EQUAL(question_of(R"({"content":""})").words, 0U);
  CHECK(!question_of(R"({"max_tokens":null,"stream":null})").has_token_limit);
}

TEST("anything but a JSON object is rejected") {
  for (const char* text :
       {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
        "{\"a\":1}}", "{\"a\":\"", "nonsense", "{\"stream\":\"", "{\"prompt\":{\"content\":1,}}"}) {
    CHECK(!is_question(text));
  }
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  CHECK(!is_question(deep));
  deep.replace(2, 1, "prompt");
  CHECK(!is_question(deep));
}

TEST("a request that arrives in any pieces is taken whole, and the next one is left") {
  const std::string bytes =
      "POST /tokenize?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
      "GET /health HTTP/1.0\r\n\r\n";
  const size_t first_end = bytes.find("GET");
  for (size_t split = 1; split < first_end; ++split) {
    std::string input = bytes.substr(0, split);
    MockRequest request;
    CHECK(parse(input, request) == MockParse::kMore);
    input += bytes.substr(split);
    CHECK(parse(input, request) == MockParse::kDone);
    CHECK_EQUAL(request.method + request.path + request.body, "POST/tokenizehello");
    CHECK(request.keeps_alive);
    CHECK(parse(input, request) == MockParse::kDone);
    CHECK_EQUAL(request.path, "/health");
    CHECK(!request.keeps_alive);
    CHECK(input.empty());
  }
}

TEST("a chunked body is joined") {
  std::string input =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  MockRequest request;
  CHECK(parse(input, request) == MockParse::kDone);
  CHECK_EQUAL(request.body, "abcde");
}

TEST("a client that expects 100 Continue receives it once") {
  std::string input = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  MockRequest request;
  bool wants_continue = false;
  CHECK(take_request(input, request, wants_continue) == MockParse::kMore);
  CHECK(wants_continue);
  input += "h";
  CHECK(take_request(input, request, wants_continue) == MockParse::kMore);
  CHECK(!wants_continue);
}

TEST("malformed and oversized requests are distinguished") {
  MockRequest request;
  for (const char* text : {"nonsense\r\n\r\n", "GET / SPDY\r\n\r\n", "GET / HTTP/1.1\r\nbad\r\n\r\n",
                           "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                           "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    std::string input = text;
    CHECK(parse(input, request) == MockParse::kMalformed);
  }
  std::string endless(100'000, 'x');
  CHECK(parse(endless, request) == MockParse::kTooLarge);
  std::string heavy = "POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n";
  CHECK(parse(heavy, request) == MockParse::kTooLarge);
}
