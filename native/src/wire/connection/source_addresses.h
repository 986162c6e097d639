#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "wire/connection/endpoint.h"

namespace loadcell {

/**
 * Chooses the source address of each connection. A source address has one ephemeral port per connection to an address and port
 * (net.ipv4.ip_local_port_range), including those in TIME_WAIT. Belongs to the wire thread.
 */
class SourceAddresses {
 public:
  /**
   * @param named addresses to use in turn; empty for the kernel's choice and, to IPv4 loopback, further addresses of 127/8
   * once its ports run out
   */
  void set_named(std::vector<Address> named) { named_ = std::move(named); }

  struct Attempt {
    /** 0: connected; EINPROGRESS: pending; otherwise the errno. */
    int error;
    /** Every source address is out of ports. */
    bool has_no_port = false;
  };

  /** Begins to connect from the next source address that has a port. */
  Attempt begin_connect(const Fd& socket, const Address& target) noexcept;

  /** Number of source addresses used so far. */
  size_t used_count() const noexcept { return used_; }

 private:
  /** The kernel's own limit on connections in TIME_WAIT is below what this many can hold. */
  static constexpr size_t kLoopbackSources = 64;

  size_t count_for(const Address& target) const noexcept;
  /** Binds to the source of this index, without choosing a port. @returns 0 or the errno */
  int bind_source(const Fd& socket, const Address& target, size_t index) const noexcept;

  std::vector<Address> named_;
  size_t current_ = 0;
  size_t used_ = 0;
};

}  // namespace loadcell
