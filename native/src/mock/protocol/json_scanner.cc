#include "mock/protocol/json_scanner.h"

#include <charconv>
#include <cstdint>

namespace loadcell {
namespace {

/** Each half of a surrogate pair becomes three bytes: good enough to count words. */
void append_utf8(std::string& value, uint32_t code) {
  if (code < 0x80) {
    value += static_cast<char>(code);
  } else if (code < 0x800) {
    value += static_cast<char>(0xc0 | (code >> 6));
    value += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    value += static_cast<char>(0xe0 | (code >> 12));
    value += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    value += static_cast<char>(0x80 | (code & 0x3f));
  }
}

}  // namespace

char JsonScanner::peek() noexcept {
  const size_t start = text_.find_first_not_of(" \t\r\n");
  text_.remove_prefix(start == std::string_view::npos ? text_.size() : start);
  return text_.empty() ? '\0' : text_[0];
}

bool JsonScanner::take(char expected) noexcept {
  if (peek() != expected) return false;
  text_.remove_prefix(1);
  return true;
}

bool JsonScanner::take_word(std::string_view word) noexcept {
  peek();
  if (!text_.starts_with(word)) return false;
  text_.remove_prefix(word.size());
  return true;
}

bool JsonScanner::take_string(std::string& value) {
  value.clear();
  if (!take('"')) return false;
  for (;;) {
    const size_t plain = text_.find_first_of("\"\\");
    if (plain == std::string_view::npos) return false;
    value += text_.substr(0, plain);
    const bool is_end = text_[plain] == '"';
    text_.remove_prefix(plain + 1);
    if (is_end) return true;
    if (!take_escape(value)) return false;
  }
}

bool JsonScanner::take_escape(std::string& value) {
  if (text_.empty()) return false;
  const char kind = text_[0];
  text_.remove_prefix(1);
  if (kind == 'u') {
    uint32_t code = 0;
    const std::string_view digits = text_.substr(0, 4);
    const auto end = digits.data() + digits.size();
    if (digits.size() < 4 || std::from_chars(digits.data(), end, code, 16).ptr != end) return false;
    text_.remove_prefix(4);
    append_utf8(value, code);
    return true;
  }
  constexpr std::string_view kKinds = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const size_t index = kKinds.find(kind);
  if (index == std::string_view::npos) return false;
  value += kMeanings[index];
  return true;
}

bool JsonScanner::take_number(double& value) {
  peek();
  const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
  if (error != std::errc()) return false;
  text_.remove_prefix(static_cast<size_t>(end - text_.data()));
  return true;
}

bool JsonScanner::take_boolean(bool& value) noexcept {
  value = peek() == 't';
  return take_word(value ? "true" : "false");
}

bool JsonScanner::skip_value(int depth) {
  if (depth == 0) return false;
  std::string text;
  double number = 0;
  switch (peek()) {
    case '{':
      return take_object([this, depth](const std::string&) { return skip_value(depth - 1); });
    case '[':
      return take_array([this, depth] { return skip_value(depth - 1); });
    case '"':
      return take_string(text);
    case 't':
      return take_word("true");
    case 'f':
      return take_word("false");
    case 'n':
      return take_word("null");
    default:
      return take_number(number);
  }
}

}  // namespace loadcell
