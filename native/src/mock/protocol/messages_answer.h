#pragma once

#include <cstdint>
#include <string>

#include "mock/protocol/mock_answer.h"

namespace loadcell {

/** The events of the Messages API before the first token. */
void append_messages_start(std::string& out, const MockAnswer& answer);

void append_messages_token(std::string& out, uint32_t index, int64_t sent_ns);

/** The events after the last token: the end of its block, stop reason and usage, the end of the message. */
void append_messages_end(std::string& out, const MockAnswer& answer);

/** The whole message. */
std::string whole_message(const MockAnswer& answer, int64_t sent_ns);

}  // namespace loadcell
