#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loadcell {

void append_number(std::string& out, uint64_t number, int base = 10);

/** Appends an event of a stream as one chunk. */
void append_event(std::string& out, std::string_view data);

/** The same with the name of the event, which its data repeats as `type`. */
void append_named_event(std::string& out, std::string_view name, std::string_view data);

/** The text of one token. */
void append_word(std::string& out, uint32_t index);

/** The texts of the first `count` tokens. */
void append_words(std::string& out, uint32_t count);

}  // namespace loadcell
