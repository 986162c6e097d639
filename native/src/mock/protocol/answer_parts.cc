#include "mock/protocol/answer_parts.h"

#include <array>
#include <charconv>

namespace loadcell {
namespace {

constexpr std::string_view kName = "event: ";
constexpr std::string_view kData = "data: ";
constexpr std::string_view kEnd = "\n\n";

}  // namespace

void append_number(std::string& out, uint64_t number, int base) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  out.append(digits.data(), end);
}

void append_event(std::string& out, std::string_view data) {
  append_number(out, kData.size() + data.size() + kEnd.size(), 16);
  ((((out += "\r\n") += kData) += data) += kEnd) += "\r\n";
}

void append_named_event(std::string& out, std::string_view name, std::string_view data) {
  append_number(out, kName.size() + name.size() + 1 + kData.size() + data.size() + kEnd.size(), 16);
  ((((out += "\r\n") += kName) += name) += '\n') += kData;
  ((out += data) += kEnd) += "\r\n";
}

void append_word(std::string& out, uint32_t index) {
  out += " w";
  append_number(out, index);
}

void append_words(std::string& out, uint32_t count) {
  for (uint32_t index = 0; index < count; ++index) append_word(out, index);
}

}  // namespace loadcell
