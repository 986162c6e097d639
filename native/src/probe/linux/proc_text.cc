#include "probe/linux/proc_text.h"

#include <unistd.h>

#include <cerrno>

#include "probe/record.h"

namespace loadcell {
namespace {

constexpr std::string_view kSpaces = " \t\n";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n'; }

}  // namespace

ProcText read_proc_text(int fd, char* buffer, size_t capacity_bytes) noexcept {
  for (;;) {
    const ssize_t length = pread(fd, buffer, capacity_bytes, 0);
    if (length > 0) return {ReadStatus::kOk, {buffer, static_cast<size_t>(length)}};
    if (length < 0 && errno == EINTR) continue;
    const bool gone = length < 0 && (errno == ESRCH || errno == ENOENT);
    return {gone ? ReadStatus::kGone : ReadStatus::kFailed, {}};
  }
}

ProcText read_whole_proc_text(int fd, std::vector<char>& buffer) {
  constexpr size_t kFirstBytes = 4096;
  if (buffer.size() < kFirstBytes) buffer.resize(kFirstBytes);
  for (;;) {
    const ProcText read = read_proc_text(fd, buffer.data(), buffer.size());
    // A file that fills the buffer may be longer.
    if (read.text.size() < buffer.size()) return read;
    buffer.resize(buffer.size() * 2);
  }
}

bool NumberScanner::next(uint64_t& value) noexcept {
  skip_spaces();
  const char* at = rest_.data();
  const char* const end = at + rest_.size();
  if (at == end || !is_digit(*at)) return false;
  uint64_t number = 0;
  for (; at != end && is_digit(*at); ++at) number = number * 10 + static_cast<uint64_t>(*at - '0');
  value = number;
  rest_ = {at, static_cast<size_t>(end - at)};
  return true;
}

bool NumberScanner::skip_words(int count) noexcept {
  for (; count > 0; --count) {
    skip_spaces();
    if (rest_.empty()) return false;
    const size_t end = rest_.find_first_of(kSpaces);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
  }
  return true;
}

void NumberScanner::skip_spaces() noexcept {
  // A plain loop, because find_first_not_of calls a function per character and this runs for every sample.
  size_t begin = 0;
  while (begin < rest_.size() && is_space(rest_[begin])) ++begin;
  rest_.remove_prefix(begin);
}

bool find_number(std::string_view text, std::string_view key, uint64_t& value) noexcept {
  for (size_t at = 0; at < text.size();) {
    const std::string_view line = text.substr(at);
    if (line.starts_with(key)) return NumberScanner(line.substr(key.size())).next(value);
    const size_t end = line.find('\n');
    if (end == std::string_view::npos) return false;
    at += end + 1;
  }
  return false;
}

double find_scaled(std::string_view text, std::string_view key, double scale) noexcept {
  uint64_t value = 0;
  return find_number(text, key, value) ? static_cast<double>(value) * scale : kNotMeasured;
}

}  // namespace loadcell
