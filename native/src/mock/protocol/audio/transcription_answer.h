#pragma once

#include <cstdint>
#include <string>

#include "mock/protocol/mock_answer.h"

namespace loadcell {

void append_transcription_token(std::string& out, uint32_t index, int64_t sent_ns);

/** The event after the last token, which repeats the text. */
void append_transcription_end(std::string& out, const MockAnswer& answer);

/** The whole transcription. */
std::string whole_transcription(const MockAnswer& answer);

}  // namespace loadcell
