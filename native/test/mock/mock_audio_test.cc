#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "mock/mock_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr size_t kHeaderBytes = 44;
/** 100 ms at 24 kHz, 16 bits, one channel. */
constexpr size_t kTokenBytes = 4800;

std::string transcription(std::string_view streams) {
  return post("/v1/audio/transcriptions",
              "--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\n" +
                  std::string(streams) +
                  "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                  "RIFF\r\n--b--\r\n");
}

uint32_t little_endian(std::string_view bytes, size_t at) {
  uint32_t number = 0;
  for (size_t byte = 4; byte-- > 0;) {
    number = (number << 8) | static_cast<unsigned char>(bytes[at + byte]);
  }
  return number;
}

}  // namespace

TEST("a transcription comes whole at the time of a first token, with all of its words") {
  Mock mock({.first_token_ns = 20 * kMillisecondNs, .gap_ns = 1000 * kMillisecondNs, .tokens = 3});
  const Outcome outcome = answer_to(mock, transcription("false"));
  CHECK_EQUAL(outcome.body,
              R"({"text":" w0 w1 w2","usage":{"type":"tokens","input_tokens":1,)"
              R"("output_tokens":3,"total_tokens":4}})");
  mock.server.stop();
  const auto stamps = mock.stamps();
  CHECK_EQUAL(stamps.at(1).size(), 1U);
  const double wait_ns = stamps.at(1)[0].due_ns - outcome.last.request.sent_ns;
  CHECK(wait_ns >= 20.0 * kMillisecondNs);
}

TEST("a transcription streams its words at the times of tokens, and ends with the whole text") {
  Mock mock({.gap_ns = 2 * kMillisecondNs, .tokens = 3});
  const Outcome outcome = answer_to(mock, transcription("true"));
  CHECK_EQUAL(count_of(outcome.head, "text/event-stream"), 1U);
  CHECK_EQUAL(count_of(outcome.body, "{\"type\":\"transcript.text.delta\",\"delta\":\" w"), 3U);
  CHECK_EQUAL(count_of(outcome.body, "\"sent_ns\":"), 3U);
  CHECK(outcome.body.find("transcript.text.done\",\"text\":\" w0 w1 w2\"") >
        outcome.body.find("\"delta\":\" w2\""));
  mock.server.stop();
  const auto stamps = mock.stamps();
  const std::vector<MockStamp>& events = stamps.at(1);
  CHECK_EQUAL(events.size(), 3U);
  CHECK_EQUAL(events[2].due_ns - events[0].due_ns, 4.0 * kMillisecondNs);
}

TEST("speech is a WAV of 100 ms for each token, sent at the times of tokens") {
  Mock mock({.first_token_ns = 10 * kMillisecondNs, .gap_ns = 2 * kMillisecondNs, .tokens = 3});
  const Outcome outcome = answer_to(mock, post("/v1/audio/speech", R"({"input":"a b"})"));
  CHECK_EQUAL(count_of(outcome.head, "Content-Type: audio/wav"), 1U);
  CHECK_EQUAL(outcome.body.size(), kHeaderBytes + 3 * kTokenBytes);
  CHECK(outcome.body.starts_with("RIFF"));
  CHECK_EQUAL(little_endian(outcome.body, 4), kHeaderBytes - 8 + 3 * kTokenBytes);
  CHECK_EQUAL(little_endian(outcome.body, 24), 24'000U);
  CHECK_EQUAL(little_endian(outcome.body, 28), 48'000U);
  CHECK_EQUAL(little_endian(outcome.body, 40), 3 * kTokenBytes);
  mock.server.stop();
  const auto stamps = mock.stamps();
  const std::vector<MockStamp>& events = stamps.at(1);
  CHECK_EQUAL(events.size(), 3U);
  CHECK(events[0].due_ns - outcome.last.request.sent_ns >= 10.0 * kMillisecondNs);
  CHECK_EQUAL(events[2].due_ns - events[0].due_ns, 4.0 * kMillisecondNs);
}

TEST("speech as raw samples has no header, and other formats are rejected") {
  const Mock mock({.tokens = 2});
  const auto speak = [&](std::string_view format) {
    return answer_to(mock, post("/v1/audio/speech", R"({"input":"a","response_format":")" +
                                                        std::string(format) + "\"}"));
  };
  CHECK_EQUAL(speak("pcm").body.size(), 2 * kTokenBytes);
  CHECK_EQUAL(speak("wav").body.size(), kHeaderBytes + 2 * kTokenBytes);
  const Outcome other = speak("mp3");
  CHECK_EQUAL(other.last.status, 400);
  CHECK_EQUAL(count_of(other.body, "expected wav or pcm"), 1U);
}

TEST("audio without a file or an object is rejected") {
  const Mock mock({});
  CHECK_EQUAL(answer_to(mock, post("/v1/audio/transcriptions", "{}")).last.status, 400);
  CHECK_EQUAL(answer_to(mock, post("/v1/audio/speech", "[]")).last.status, 400);
}

TEST("speech that fails on purpose is cut in the middle, and a transcription has no response") {
  Mock mock({.tokens = 4, .fault_ratio = 1, .fault = MockFault::kDrop});
  const Outcome speech = answer_to(mock, post("/v1/audio/speech", R"({"input":"a"})"));
  CHECK(speech.last.failure == WireFailure::kClosedEarly);
  CHECK_EQUAL(speech.body.size(), kHeaderBytes + 2 * kTokenBytes);
  const Outcome text = answer_to(mock, transcription("false"));
  CHECK(text.last.failure != WireFailure::kNone);
  CHECK(text.body.empty());
}
