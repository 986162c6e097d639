#pragma once

#include <string_view>

#include "wire/request/request.h"

namespace loadcell {

/**
 * Names another server in a request: replaces the value of the Host header, which is the first header, in place. The new value
 * must not be longer than the old one; the request begins later in its memory by as much as the new one is shorter.
 * False: the request has no such header, or no room for the value, and is unchanged.
 */
bool set_host(Request& request, std::string_view host) noexcept;

}  // namespace loadcell
