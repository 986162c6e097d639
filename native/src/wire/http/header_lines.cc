#include "wire/http/header_lines.h"

#include <algorithm>
#include <array>

namespace loadcell {
namespace {

constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/** Characters allowed in a name. A table, because it is consulted for every character of every header name. */
constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> allowed{};
  for (unsigned letter = 0; letter < allowed.size(); ++letter) {
    const char small = lower(static_cast<char>(letter));
    allowed[letter] = (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9');
  }
  for (const char letter : std::string_view("!#$%&'*+-.^_`|~")) {
    allowed[static_cast<unsigned char>(letter)] = true;
  }
  return allowed;
}();

bool is_token_character(char letter) noexcept {
  return kTokenCharacters[static_cast<unsigned char>(letter)];
}

std::string_view without_spaces(std::string_view text) noexcept {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view take_line(std::string_view& text) noexcept {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool parse_header_line(std::string_view line, HeaderLine& header) noexcept {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  header.name = line.substr(0, colon);
  if (!std::all_of(header.name.begin(), header.name.end(), is_token_character)) return false;
  header.value = without_spaces(line.substr(colon + 1));
  return true;
}

std::string_view take_list_element(std::string_view& list) noexcept {
  const size_t comma = list.find(',');
  const std::string_view element = without_spaces(list.substr(0, comma));
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return element;
}

bool parse_decimal(std::string_view text, unsigned long long& number) noexcept {
  if (text.empty() || text.size() > 18) return false;
  number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + static_cast<unsigned long long>(digit - '0');
  }
  return true;
}

}  // namespace loadcell
