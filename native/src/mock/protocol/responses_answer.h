#pragma once

#include <cstdint>
#include <string>

#include "mock/protocol/mock_answer.h"

namespace loadcell {

/** The events of the Responses API before the first token. */
void append_responses_start(std::string& out, const MockAnswer& answer);

void append_responses_token(std::string& out, const MockAnswer& answer, uint32_t index,
                            int64_t sent_ns);

/** The events after the last token, which repeat the text. */
void append_responses_end(std::string& out, const MockAnswer& answer);

/** The response object of the API, with all of the output. */
std::string whole_response(const MockAnswer& answer, int64_t sent_ns);

}  // namespace loadcell
