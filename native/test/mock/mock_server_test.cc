#include "mock/mock_server.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "harness.h"
#include "mock/mock_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

std::string chat(bool streams) {
  return post("/v1/chat/completions",
              std::string(R"({"model":"mock","stream":)") + (streams ? "true" : "false") +
                  R"(,"stream_options":{"include_usage":true},"messages":[{"content":"a b"}]})");
}

}  // namespace

TEST("a chat streams role, tokens, usage and end") {
  const Mock mock({.tokens = 5});
  const Outcome outcome = answer_to(mock, chat(true));
  CHECK(outcome.last.kind == EventKind::kEnd);
  CHECK_EQUAL(count_of(outcome.body, "data: "), 9U);
  CHECK_EQUAL(count_of(outcome.body, "\"role\":\"assistant\""), 1U);
  CHECK_EQUAL(count_of(outcome.body, "\"sent_ns\":"), 5U);
  CHECK_EQUAL(count_of(outcome.body, "\"finish_reason\":\"stop\""), 1U);
  CHECK_EQUAL(count_of(outcome.body, "\"prompt_tokens\":2,\"completion_tokens\":5"), 1U);
  CHECK(outcome.body.ends_with("data: [DONE]\n\n"));
}

TEST("a completion streams text, without usage unless requested") {
  const Mock mock({.tokens = 5});
  const Outcome outcome =
      answer_to(mock, post("/v1/completions", R"({"prompt":"x","stream":true,"max_tokens":3})"));
  CHECK_EQUAL(count_of(outcome.body, "\"text\":\" w"), 3U);
  CHECK_EQUAL(count_of(outcome.body, "usage"), 0U);
  CHECK_EQUAL(count_of(outcome.body, "\"finish_reason\":\"length\""), 1U);
}

TEST("the Responses API streams its events in order, and ends with the whole response") {
  const Mock mock({.tokens = 3});
  const std::string_view body =
      R"({"instructions":"be short","input":[{"role":"user","content":"a b"},)"
      R"({"type":"function_call_output","output":"c"}],"stream":true,"max_output_tokens":8})";
  const Outcome outcome = answer_to(mock, post("/v1/responses", body));
  CHECK(outcome.last.kind == EventKind::kEnd);
  size_t at = 0;
  for (const std::string_view name :
       {"response.created", "response.in_progress", "response.output_item.added",
        "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
        "response.output_text.delta", "response.output_text.done", "response.content_part.done",
        "response.output_item.done", "response.completed"}) {
    const std::string line = "event: " + std::string(name) + "\ndata: {\"type\":\"" +
                             std::string(name) + "\",";
    at = outcome.body.find(line, at);
    CHECK(at != std::string::npos);
    at += line.size();
  }
  CHECK_EQUAL(count_of(outcome.body, "event: "), 11U);
  CHECK_EQUAL(count_of(outcome.body, "\"sequence_number\":10,"), 1U);
  CHECK_EQUAL(count_of(outcome.body, "\"sent_ns\":"), 3U);
  CHECK_EQUAL(count_of(outcome.body, "\"input_tokens\":5,"), 1U);
  CHECK_EQUAL(count_of(outcome.body, "\"output_tokens\":3,"), 1U);
}

TEST("the Responses API reports a response that its limit cut") {
  const Mock mock({.tokens = 3});
  const auto body = [](std::string_view streams) {
    return post("/v1/responses", std::string(R"({"input":"a","max_output_tokens":2,"stream":)") +
                                     std::string(streams) + "}");
  };
  CHECK_EQUAL(count_of(answer_to(mock, body("true")).body, "event: response.incomplete\n"), 1U);
  const std::string whole = answer_to(mock, body("false")).body;
  CHECK_EQUAL(count_of(whole, "\"status\":\"incomplete\""), 1U);
  CHECK_EQUAL(count_of(whole, "\"reason\":\"max_output_tokens\""), 1U);
  CHECK_EQUAL(count_of(whole, "\"text\":\" w0 w1\""), 1U);
}

TEST("the Messages API streams its events in order, and usage at both ends") {
  const Mock mock({.tokens = 3});
  const std::string_view body =
      R"({"system":"be short","messages":[{"content":"a b"}],"stream":true,"max_tokens":2})";
  const Outcome outcome = answer_to(mock, post("/v1/messages", body));
  CHECK(outcome.last.kind == EventKind::kEnd);
  CHECK(outcome.body.starts_with("event: message_start\ndata: {\"type\":\"message_start\","));
  CHECK_EQUAL(count_of(outcome.body, "event: "), 7U);
  CHECK_EQUAL(count_of(outcome.body, "\"type\":\"text_delta\",\"text\":\" w"), 2U);
  CHECK_EQUAL(count_of(outcome.body, "\"sent_ns\":"), 2U);
  CHECK_EQUAL(count_of(outcome.body, "\"input_tokens\":4,"), 2U);
  CHECK_EQUAL(count_of(outcome.body, "\"stop_reason\":\"max_tokens\""), 1U);
  CHECK_EQUAL(count_of(outcome.body, "\"output_tokens\":2}"), 1U);
  CHECK(outcome.body.ends_with("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
}

TEST("the Messages API has a whole message where nothing streams") {
  const Mock mock({.tokens = 2});
  const std::string body =
      answer_to(mock, post("/v1/messages", R"({"messages":[],"max_tokens":9})")).body;
  CHECK_EQUAL(count_of(body, "\"content\":[{\"type\":\"text\",\"text\":\" w0 w1\"}]"), 1U);
  CHECK_EQUAL(count_of(body, "\"stop_reason\":\"end_turn\""), 1U);
}

TEST("a response that does not stream is sent when its last token would have been") {
  Mock mock({.first_token_ns = 10 * kMillisecondNs, .gap_ns = 5 * kMillisecondNs, .tokens = 3});
  const Outcome outcome = answer_to(mock, chat(false));
  CHECK_EQUAL(count_of(outcome.body, "\"content\":\" w0 w1 w2\""), 1U);
  CHECK(outcome.last.request.first_byte_ns - outcome.last.request.sent_ns >= 20.0 * kMillisecondNs);
}

TEST("every event has its due time: start, time to first token, then inter-token latency") {
  Mock mock({.first_token_ns = 20 * kMillisecondNs, .gap_ns = 3 * kMillisecondNs, .tokens = 10});
  const Outcome outcome = answer_to(mock, chat(true));
  mock.server.stop();
  const auto stamps = mock.stamps();
  const std::vector<MockStamp>& events = stamps.at(1);
  CHECK_EQUAL(events.size(), 10U);
  CHECK(events[0].due_ns - outcome.last.request.sent_ns >= 20.0 * kMillisecondNs);
  for (size_t i = 0; i < events.size(); ++i) {
    CHECK_EQUAL(events[i].index, static_cast<int32_t>(i));
    CHECK_EQUAL(events[i].due_ns - events[0].due_ns, static_cast<double>(i) * 3.0 * kMillisecondNs);
    CHECK(events[i].due_ns <= events[i].sent_ns && events[i].sent_ns <= events[i].handed_over_ns);
    // The event contains the same value.
    CHECK_EQUAL(count_of(outcome.body, std::to_string(static_cast<int64_t>(events[i].sent_ns))), 1U);
  }
}

TEST("jitter lengthens waits within its bound, the same for the same seed") {
  const auto dues = [](uint64_t seed) {
    Mock mock({.gap_ns = kMillisecondNs,
               .tokens = 20,
               .jitter_ns = kMillisecondNs,
               .seed = seed});
    answer_to(mock, chat(true));
    mock.server.stop();
    std::vector<double> gaps;
    const auto stamps = mock.stamps();
    const std::vector<MockStamp>& events = stamps.at(1);
    for (size_t i = 1; i < events.size(); ++i) gaps.push_back(events[i].due_ns - events[i - 1].due_ns);
    return gaps;
  };
  const std::vector<double> gaps = dues(1);
  for (const double gap_ns : gaps) CHECK(gap_ns >= kMillisecondNs && gap_ns <= 2 * kMillisecondNs);
  CHECK(gaps == dues(1));
  CHECK(gaps != dues(2));
}

TEST("requests beyond the slots queue, and each begins when a slot becomes free") {
  // All six must arrive within one service: retry with a longer one if this machine was too slow.
  for (int64_t service_ns = 20 * kMillisecondNs; service_ns < kLongNs; service_ns *= 5) {
    Mock mock({.first_token_ns = service_ns, .slots = 2});
    WireRig rig({.connections = 6, .most_connections = 6});
    rig.wire().start({mock.address()});
    rig.wait_until_opened();
    rig.stage_all({1, 2, 3, 4, 5, 6}, chat(true), std::vector<int64_t>(6, monotonic_now_ns()));
    rig.drain_until_ended(6);
    mock.server.stop();
    if (mock.server.totals().most_waiting < 4) continue;
    CHECK_EQUAL(mock.server.totals().most_waiting, 4U);
    std::map<double, double> end_of;
    for (const auto& [request, events] : mock.stamps()) end_of[request] = events.back().due_ns;
    for (int i = 3; i <= 6; ++i) {
      CHECK_EQUAL(end_of[i] - end_of[i - 2], static_cast<double>(service_ns));
    }
    return;
  }
  CHECK(!"four requests waited at the same time");
}

TEST("a client that disconnects frees its slot for the next") {
  Mock mock({.first_token_ns = 1000 * kMillisecondNs, .tokens = 1000, .slots = 1});
  WireRig leaving({.connections = 2, .most_connections = 2});
  leaving.wire().start({mock.address()});
  leaving.stage(1, chat(true));
  leaving.stage(2, chat(true));
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (mock.server.totals().waiting < 1) CHECK(monotonic_now_ns() < deadline_ns);
  leaving.stop();
  while (mock.server.totals().abandoned < 2) CHECK(monotonic_now_ns() < deadline_ns);
  CHECK_EQUAL(mock.server.totals().waiting, 0U);
}

TEST("selected requests fail by status, or by a connection that closes midway") {
  for (const MockFault fault : {MockFault::kStatus, MockFault::kDrop}) {
    Mock mock({.tokens = 6, .seed = 3, .fault_ratio = 0.5, .fault = fault});
    WireRig rig;
    rig.wire().start({mock.address()});
    for (int id = 0; id < 40; ++id) rig.stage(id, chat(true));
    rig.drain_until_ended(40);
    size_t faulted = 0;
    for (const auto& [id, outcome] : rig.all()) {
      const bool is_status = outcome.last.kind == EventKind::kEnd && outcome.last.status == 500;
      const bool is_drop =
          outcome.last.failure == WireFailure::kClosedEarly && count_of(outcome.body, "sent_ns") == 3;
      if (fault == MockFault::kStatus ? is_status : is_drop) ++faulted;
    }
    // The server publishes after it has sent: the client may see the response first.
    const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
    MockTotals totals = mock.server.totals();
    for (; totals.faulted + totals.answered < 40; totals = mock.server.totals()) {
      CHECK(monotonic_now_ns() < deadline_ns);
    }
    CHECK_EQUAL(faulted, totals.faulted);
    CHECK_EQUAL(totals.answered, 40 - faulted);
    CHECK(faulted > 5 && faulted < 35);
  }
}

TEST("health, models and tokens are served; unknown paths return 404, invalid JSON 400") {
  const Mock mock({.model = "a/\"b", .is_strict_about_model = true});
  CHECK_EQUAL(answer_to(mock, "GET /health HTTP/1.1\r\n\r\n").body, "{\"status\":\"ok\"}");
  CHECK_EQUAL(count_of(answer_to(mock, "GET /v1/models HTTP/1.1\r\n\r\n").body, "\"a/\\\"b\""), 1U);
  CHECK_EQUAL(answer_to(mock, post("/tokenize", R"({"content":"a b c"})")).body,
              "{\"count\":3,\"tokens\":[0,1,2]}");
  CHECK_EQUAL(answer_to(mock, "GET /nowhere HTTP/1.1\r\n\r\n").last.status, 404);
  CHECK_EQUAL(answer_to(mock, post("/tokenize", "{")).last.status, 400);
  CHECK_EQUAL(answer_to(mock, post("/v1/completions", "[]")).last.status, 400);
  CHECK_EQUAL(answer_to(mock, chat(true)).last.status, 404);
  CHECK_EQUAL(answer_to(mock, "nonsense\r\n\r\n").last.status, 400);
}

TEST("a connection closes on request, and two pipelined requests both get a response") {
  const Mock mock({.tokens = 2});
  const Outcome outcome =
      answer_to(mock, "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK_EQUAL(count_of(outcome.head, "Connection: close"), 1U);
  const std::string both = chat(true) + "GET /health HTTP/1.1\r\n\r\n";
  // The wire reads only the first response; the second request must not disturb it.
  CHECK_EQUAL(count_of(answer_to(mock, both).body, "sent_ns"), 2U);
}

TEST("a port in use is an error") {
  const Mock first({});
  std::string code;
  try {
    const Mock second({.port = first.server.port()});
  } catch (const Error& error) {
    code = error.code();
  }
  CHECK_EQUAL(code, "LISTEN");
}

TEST("rows dropped by a full ring are counted, and the response is complete") {
  Mock mock({.tokens = 50}, 8);
  CHECK_EQUAL(count_of(answer_to(mock, chat(true)).body, "sent_ns"), 50U);
  mock.server.stop();
  CHECK_EQUAL(mock.server.totals().dropped_stamps, 42U);
}

TEST("results of inputs come whole at the time of a first token, whatever the number of tokens") {
  const Mock mock({.first_token_ns = 20'000'000, .gap_ns = 1'000'000'000, .tokens = 64});
  const Outcome outcome = answer_to(mock, post("/v1/embeddings", R"({"input":["a b","c"]})"));
  CHECK_EQUAL(outcome.last.status, 200);
  CHECK_EQUAL(count_of(outcome.body, "\"object\":\"embedding\""), 2U);
  CHECK_EQUAL(count_of(outcome.body, "\"prompt_tokens\":3"), 1U);
  CHECK(outcome.last.at_ns - outcome.sent.at_ns >= 20e6);
  CHECK_EQUAL(answer_to(mock, post("/v1/rerank", "{}")).last.status, 400);
  CHECK_EQUAL(mock.server.totals().rejected, 1U);
}
