#include "wire/connection/source_addresses.h"

#include <algorithm>
#include <cerrno>

namespace loadcell {

SourceAddresses::Attempt SourceAddresses::begin_connect(const Fd& socket,
                                                        const Address& target) noexcept {
  const size_t count = count_for(target);
  int error = EADDRNOTAVAIL;
  bool has_no_port = false;
  for (size_t tries = 0; tries < count; ++tries) {
    const size_t index = current_ % count;
    error = bind_source(socket, target, index);
    if (error == 0) {
      error = target.begin_connect(socket);
      if (error != EADDRNOTAVAIL) {
        used_ = std::max(used_, index + 1);
        if (!named_.empty()) ++current_;
        return {error};
      }
      has_no_port = true;
    }
    ++current_;
  }
  // The same error means that this machine has no address of that family.
  return {error, has_no_port && target.has_route()};
}

size_t SourceAddresses::count_for(const Address& target) const noexcept {
  if (!named_.empty()) return named_.size();
  return target.is_ipv4() && target.is_loopback() ? kLoopbackSources : 1;
}

int SourceAddresses::bind_source(const Fd& socket, const Address& target,
                                 size_t index) const noexcept {
  if (!named_.empty()) {
    return named_[index].is_ipv4() == target.is_ipv4() ? named_[index].bind_portless(socket)
                                                       : EAFNOSUPPORT;
  }
  return index == 0 ? 0 : Address::loopback(index + 1).bind_portless(socket);
}

}  // namespace loadcell
