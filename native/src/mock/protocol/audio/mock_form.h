#pragma once

#include <string_view>

#include "mock/protocol/mock_request.h"

namespace loadcell {

/** Parses a form (RFC 7578) with a recording. False: it is not a whole form, or has no file. */
bool parse_form(std::string_view body, MockQuestion& question);

}  // namespace loadcell
