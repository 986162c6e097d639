#include "wire/connection/endpoint.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace loadcell {
namespace {

/** Every kernel has it and lets any user select it. */
constexpr std::string_view kPlainCongestionControl = "reno";

}  // namespace

WireFailure failure_of_errno(int error) noexcept {
  switch (error) {
    case ECONNREFUSED:
    // A path without a socket: nothing listens there.
    case ENOENT:
    // Unix sockets only: the backlog of the listener is full.
    case EAGAIN:
      return WireFailure::kRefused;
    case ECONNRESET:
    case EPIPE:
      return WireFailure::kReset;
    case ETIMEDOUT:
      return WireFailure::kConnectTimeout;
    case EMFILE:
    case ENFILE:
      return WireFailure::kTooManyFiles;
    case EHOSTUNREACH:
    case ENETUNREACH:
    // This machine has no address of that family, or none at all.
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return WireFailure::kUnreachable;
    default:
      return WireFailure::kSocket;
  }
}

Address Address::from_ip(const std::string& literal, uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure =
      getaddrinfo(literal.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failure != 0) {
    throw Error("ADDRESS", "invalid address \"" + literal + "\": expected an IP address (" +
                               gai_strerror(failure) + ").");
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(found, &freeaddrinfo);
  Address address;
  std::memcpy(&address.storage_, found->ai_addr, found->ai_addrlen);
  address.length_ = found->ai_addrlen;
  return address;
}

Address Address::from_path(const std::string& path) {
  sockaddr_un target{};
  target.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(target.sun_path)) {
    throw Error("ADDRESS", "invalid socket path: expected 1 to " +
                               std::to_string(sizeof(target.sun_path) - 1) + " bytes, not " +
                               std::to_string(path.size()) + ".");
  }
  std::memcpy(target.sun_path, path.data(), path.size());
  if (path[0] == '@') target.sun_path[0] = '\0';
  Address address;
  std::memcpy(&address.storage_, &target, sizeof(target));
  // The length, not a zero byte, ends an abstract name.
  address.length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  return address;
}

Address Address::loopback(size_t number) noexcept {
  sockaddr_in source{};
  source.sin_family = AF_INET;
  source.sin_addr.s_addr = htonl((uint32_t{IN_LOOPBACKNET} << 24) + static_cast<uint32_t>(number));
  Address address;
  std::memcpy(&address.storage_, &source, sizeof(source));
  address.length_ = sizeof(source);
  return address;
}

Fd Address::make_socket() const noexcept {
  Fd socket(::socket(storage_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.is_open() && storage_.ss_family != AF_UNIX) {
    const int on = 1;
    // Without it only a second packet would be late; that is no reason to fail.
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    // The system default may pace packets for networks, as BBR does; loopback has none.
    if (is_loopback()) {
      setsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, kPlainCongestionControl.data(),
                 kPlainCongestionControl.size());
    }
  }
  return socket;
}

bool Address::is_loopback() const noexcept {
  if (storage_.ss_family == AF_INET) {
    sockaddr_in address{};
    std::memcpy(&address, &storage_, sizeof(address));
    return ntohl(address.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
  }
  sockaddr_in6 address{};
  std::memcpy(&address, &storage_, sizeof(address));
  return storage_.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) != 0;
}

Fd Address::listen(int backlog) const noexcept {
  Fd socket = make_socket();
  const int on = 1;
  const bool listens =
      socket.is_open() &&
      setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
      bind(socket.get(), reinterpret_cast<const sockaddr*>(&storage_), length_) == 0 &&
      ::listen(socket.get(), backlog) == 0;
  return listens ? std::move(socket) : Fd();
}

int Address::bind_portless(const Fd& socket) const noexcept {
  const int on = 1;
  // Without it the port is chosen now, and each is taken once for all destinations.
  setsockopt(socket.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
  return bind(socket.get(), reinterpret_cast<const sockaddr*>(&storage_), length_) == 0 ? 0 : errno;
}

bool Address::has_route() const noexcept {
  // Connecting a datagram socket sends nothing.
  const Fd socket(::socket(storage_.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return socket.is_open() && begin_connect(socket) == 0;
}

int Address::begin_connect(const Fd& socket) const noexcept {
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&storage_), length_) == 0) return 0;
  return errno;
}

}  // namespace loadcell
