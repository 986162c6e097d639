#include "wire/request/host_header.h"

#include <cstddef>
#include <cstring>

namespace loadcell {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kName = "Host: ";

}  // namespace

bool set_host(Request& request, std::string_view host) noexcept {
  const std::string_view bytes(request.bytes, request.byte_count);
  const size_t line_end = bytes.find(kLineEnd);
  if (line_end == std::string_view::npos) return false;
  const size_t name = line_end + kLineEnd.size();
  if (!bytes.substr(name).starts_with(kName)) return false;
  const size_t value = name + kName.size();
  const size_t value_end = bytes.find(kLineEnd, value);
  if (value_end == std::string_view::npos || value_end - value < host.size()) return false;
  const size_t shift = value_end - value - host.size();
  // Only the request line and the name move: the body may be large.
  std::memmove(request.bytes + shift, request.bytes, value);
  std::memcpy(request.bytes + shift + value, host.data(), host.size());
  request.bytes += shift;
  request.byte_count -= shift;
  return true;
}

}  // namespace loadcell
