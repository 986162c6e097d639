#pragma once

#include <string_view>

namespace loadcell {

/** A line `name: value` of a header block, without the spaces around the value. */
struct HeaderLine {
  std::string_view name;
  std::string_view value;
};

/** ASCII only, like header names. */
bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept;

/** Takes the first line, without its CRLF or LF, from the front of `text`. */
std::string_view take_line(std::string_view& text) noexcept;

/** False when the line has no colon, no name, or a name with characters that no token has. */
bool parse_header_line(std::string_view line, HeaderLine& header) noexcept;

/** Takes the next element of a comma-separated list, without surrounding spaces, from the front of `list`. */
std::string_view take_list_element(std::string_view& list) noexcept;

/** Reads a whole decimal number of at most 18 digits. False when the text is anything else. */
bool parse_decimal(std::string_view text, unsigned long long& number) noexcept;

}  // namespace loadcell
