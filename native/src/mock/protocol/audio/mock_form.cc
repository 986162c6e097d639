#include "mock/protocol/audio/mock_form.h"

#include <string>

#include "mock/protocol/count_words.h"

namespace loadcell {
namespace {

constexpr std::string_view kLine = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

/** 100 ms of 16 kHz, 16 bits and one channel: each is an input token. */
constexpr size_t kRecordingTokenBytes = 3200;

/** The value of `name` in a head; empty without one. */
std::string_view name_in(std::string_view head) {
  constexpr std::string_view kName = "; name=\"";
  const size_t start = head.find(kName);
  if (start == std::string_view::npos) return {};
  const std::string_view rest = head.substr(start + kName.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace

bool parse_form(std::string_view body, MockQuestion& question) {
  // The first line is the delimiter, so the header that names it is not needed.
  const size_t line_end = body.find(kLine);
  if (!body.starts_with("--") || line_end == std::string_view::npos) return false;
  const std::string delimiter = std::string(kLine) += body.substr(0, line_end);
  std::string_view rest = body.substr(line_end);
  bool has_file = false;
  while (rest.starts_with(kLine)) {
    const size_t head_end = rest.find(kHeadEnd);
    if (head_end == std::string_view::npos) return false;
    const size_t start = head_end + kHeadEnd.size();
    const size_t end = rest.find(delimiter, start);
    if (end == std::string_view::npos) return false;
    const std::string_view name = name_in(rest.substr(0, head_end));
    const std::string_view content = rest.substr(start, end - start);
    if (name == "model") question.model = content;
    if (name == "stream") question.streams = content == "true";
    if (name == "prompt") question.words += count_words(content);
    if (name == "file") {
      has_file = true;
      question.words += (content.size() + kRecordingTokenBytes - 1) / kRecordingTokenBytes;
    }
    rest.remove_prefix(end + delimiter.size());
  }
  return has_file && rest.starts_with("--");
}

}  // namespace loadcell
