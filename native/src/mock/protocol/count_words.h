#pragma once

#include <cstdint>
#include <string_view>

namespace loadcell {

/** Words between white space: each is a token of the mock server. */
inline uint64_t count_words(std::string_view text) noexcept {
  uint64_t words = 0;
  bool is_in_word = false;
  for (const char letter : text) {
    const bool is_space = letter == ' ' || (letter >= '\t' && letter <= '\r');
    if (!is_space && !is_in_word) ++words;
    is_in_word = !is_space;
  }
  return words;
}

}  // namespace loadcell
