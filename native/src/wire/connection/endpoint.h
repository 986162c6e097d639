#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/fd.h"
#include "wire/failure.h"

namespace loadcell {

/** Why a system call on a socket failed, in the terms of the wire. */
WireFailure failure_of_errno(int error) noexcept;

/** An address to connect to, or to listen on: IPv4, IPv6 or the path of a unix socket. Names are resolved before, elsewhere. */
class Address {
 public:
  /** `literal` is an IP address. @throws Error ADDRESS */
  static Address from_ip(const std::string& literal, uint16_t port);

  /** A leading `@` means the abstract namespace. @throws Error ADDRESS */
  static Address from_path(const std::string& path);

  /** Whether it is of this machine and of no network. */
  bool is_loopback() const noexcept;

  /**
   * A non-blocking socket of the address's family that sends at once (TCP_NODELAY), and on loopback without spacing
   * packets out in time. Not open: see errno.
   */
  Fd make_socket() const noexcept;

  /** A socket that listens there, without blocking. Not open: see errno. */
  Fd listen(int backlog) const noexcept;

  /** Begins to connect. 0: it stands; EINPROGRESS: it will; anything else: why it cannot. */
  int begin_connect(const Fd& socket) const noexcept;

 private:
  sockaddr_storage storage_{};
  socklen_t length_ = 0;
};

}  // namespace loadcell
