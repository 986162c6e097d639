#include "mock/protocol/audio/mock_form.h"

#include <string>

#include "harness.h"

using namespace loadcell;

namespace {

/** One field of a form, after the line that separates it from the one before. */
std::string field(std::string_view name, std::string_view content) {
  return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
         std::string(content) + "\r\n";
}

std::string file(std::string_view content) {
  return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n"
         "Content-Type: audio/wav\r\n\r\n" +
         std::string(content) + "\r\n";
}

bool is_form(std::string_view body) {
  MockQuestion question;
  return parse_form(body, question);
}

}  // namespace

TEST("a form has a recording and fields, in any order") {
  const std::string fields = field("model", "m") + field("stream", "true") + field("prompt", "a b");
  const std::string recording = file("RIFF\r\n\r\n--" + std::string(3200, '\0'));
  for (const std::string& parts : {fields + recording, recording + fields}) {
    MockQuestion question;
    CHECK(parse_form(parts + "--b--\r\n", question));
    CHECK_EQUAL(question.model, "m");
    CHECK(question.streams);
    // Two words, and two begun pieces of the recording.
    CHECK_EQUAL(question.words, 4U);
  }
}

TEST("a stream is requested only by true") {
  MockQuestion question;
  CHECK(parse_form(field("stream", "false") + file("") + "--b--\r\n", question));
  CHECK(!question.streams);
}

TEST("a form that is cut anywhere, or has no file, is rejected") {
  const std::string whole = field("model", "m") + file("x") + "--b--";
  CHECK(is_form(whole));
  for (size_t size = 0; size < whole.size(); ++size) CHECK(!is_form(whole.substr(0, size)));
  CHECK(!is_form(field("model", "m") + "--b--"));
  CHECK(!is_form(R"({"model":"m"})"));
}
