#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/fd.h"
#include "wire/failure.h"

namespace loadcell {

/** The wire's name for the errno of a system call on a socket. */
WireFailure failure_of_errno(int error) noexcept;

/** An address to connect to or listen on: IPv4, IPv6 or the path of a Unix socket. JavaScript resolves names before. */
class Address {
 public:
  /** `literal` is an IP address. @throws Error ADDRESS */
  static Address from_ip(const std::string& literal, uint16_t port);

  /** A leading `@` means the abstract namespace. @throws Error ADDRESS */
  static Address from_path(const std::string& path);

  /** 127.0.x.y without a port; `number` 1 is 127.0.0.1. */
  static Address loopback(size_t number) noexcept;

  bool is_ipv4() const noexcept { return storage_.ss_family == AF_INET; }

  /** Whether it is a loopback address. */
  bool is_loopback() const noexcept;

  /**
   * A non-blocking socket of the address's family that sends immediately (TCP_NODELAY) and, on loopback, without pacing.
   * Not open on failure: see errno.
   */
  Fd make_socket() const noexcept;

  /** A non-blocking socket that listens on the address. Not open on failure: see errno. */
  Fd listen(int backlog) const noexcept;

  /** Binds a socket to the address and leaves its port to `connect`, per destination. @returns 0 or the errno */
  int bind_portless(const Fd& socket) const noexcept;

  /** Whether this machine can send to it: it has a route and a source address. */
  bool has_route() const noexcept;

  /** Begins to connect. 0: connected; EINPROGRESS: pending; otherwise the errno. */
  int begin_connect(const Fd& socket) const noexcept;

 private:
  sockaddr_storage storage_{};
  socklen_t length_ = 0;
};

}  // namespace loadcell
