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

/** In every kernel, and open to all. */
constexpr std::string_view kPlainCongestionControl = "reno";

}  // namespace

WireFailure failure_of_errno(int error) noexcept {
  switch (error) {
    case ECONNREFUSED:
    // A path without a socket: nobody listens there.
    case ENOENT:
    // Of a unix socket only: more wait to be accepted than its backlog holds.
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
    // Of ours there is no address of that family, or none at all.
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
    throw Error("ADDRESS", "Expected an IP address, got \"" + literal + "\" (" +
                               gai_strerror(failure) + "): resolve the name first.");
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
    throw Error("ADDRESS", "The path of a unix socket has 1 to " +
                               std::to_string(sizeof(target.sun_path) - 1) + " bytes, got " +
                               std::to_string(path.size()) + ": use a shorter one.");
  }
  std::memcpy(target.sun_path, path.data(), path.size());
  if (path[0] == '@') target.sun_path[0] = '\0';
  Address address;
  std::memcpy(&address.storage_, &target, sizeof(target));
  // The length ends an abstract name, which no zero byte does.
  address.length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  return address;
}

Fd Address::make_socket() const noexcept {
  Fd socket(::socket(storage_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.is_open() && storage_.ss_family != AF_UNIX) {
    const int on = 1;
    // Without it only the send of a second packet would be late; no reason to fail.
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    // The system's own may space packets out in time (BBR does), for networks that are not there.
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

int Address::begin_connect(const Fd& socket) const noexcept {
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&storage_), length_) == 0) return 0;
  return errno;
}

}  // namespace loadcell
