#include "wire/raw_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <stdexcept>

namespace loadcell::test {
namespace {

void require(bool held, const char* what) {
  if (!held) throw std::runtime_error(what);
}

sockaddr_in6 loopback(RawServer::Family family) {
  sockaddr_in6 address{};
  if (family == RawServer::Family::kIpv6) {
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
  } else {
    auto& narrow = reinterpret_cast<sockaddr_in&>(address);
    narrow.sin_family = AF_INET;
    narrow.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  return address;
}

uint16_t port_of(const Fd& socket) {
  sockaddr_in6 address{};
  socklen_t length = sizeof(address);
  require(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &length) == 0, "no name");
  // The port has the same offset in both address families.
  return ntohs(address.sin6_port);
}

Fd bound_socket(RawServer::Family family) {
  const bool is_wide = family == RawServer::Family::kIpv6;
  Fd socket(::socket(is_wide ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  require(socket.is_open(), "no socket");
  const sockaddr_in6 address = loopback(family);
  require(bind(socket.get(), reinterpret_cast<const sockaddr*>(&address),
               is_wide ? sizeof(sockaddr_in6) : sizeof(sockaddr_in)) == 0,
          "no address");
  return socket;
}

}  // namespace

std::string Peer::read_request() {
  char buffer[65536];
  for (;;) {
    const size_t head_end = unread_.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const size_t field = unread_.find("Content-Length: ");
      const size_t body = field < head_end ? std::stoul(unread_.substr(field + 16)) : 0;
      if (unread_.size() >= head_end + 4 + body) {
        std::string request = unread_.substr(0, head_end + 4 + body);
        unread_.erase(0, request.size());
        return request;
      }
    }
    const ssize_t count = recv(socket_.get(), buffer, sizeof(buffer), 0);
    if (count <= 0) return {};
    unread_.append(buffer, static_cast<size_t>(count));
  }
}

void Peer::read_some() {
  char buffer[1024];
  [[maybe_unused]] const ssize_t count = recv(socket_.get(), buffer, sizeof(buffer), 0);
}

void Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    // The client may close the connection at any time.
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

void Peer::send_bytewise(std::string_view bytes) {
  for (const char& byte : bytes) send({&byte, 1});
}

void Peer::half_close() { shutdown(socket_.get(), SHUT_WR); }

void Peer::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close();
}

void Peer::close() {
  const std::scoped_lock lock(closing_mutex_);
  socket_.reset();
}

void Peer::interrupt() {
  const std::scoped_lock lock(closing_mutex_);
  if (socket_.is_open()) shutdown(socket_.get(), SHUT_RDWR);
}

void Peer::wait_for_end() {
  char buffer[65536];
  while (recv(socket_.get(), buffer, sizeof(buffer), 0) > 0) {
  }
}

void Peer::wait_without_reading() {
  pollfd ended{.fd = socket_.get(), .events = POLLRDHUP, .revents = 0};
  poll(&ended, 1, -1);
}

RawServer::RawServer(Script script, Family family) : script_(std::move(script)) {
  if (family == Family::kUnix) {
    static std::atomic<int> count{0};
    path_ = "@loadcell-test-" + std::to_string(getpid()) + "-" + std::to_string(++count);
    listener_ = Fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, path_.size());
    address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size());
    require(bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), length) == 0,
            "no path");
    address_ = std::make_unique<Address>(Address::from_path(path_));
  } else {
    listener_ = bound_socket(family);
    address_ = std::make_unique<Address>(Address::from_ip(
        family == Family::kIpv6 ? "::1" : "127.0.0.1", port_of(listener_)));
  }
  require(listen(listener_.get(), 1024) == 0, "cannot listen");
  acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer() {
  shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  {
    const std::scoped_lock lock(peers_mutex_);
    for (const auto& peer : peers_) peer->interrupt();
  }
  for (std::thread& script : scripts_) script.join();
}

void RawServer::accept_all() {
  for (;;) {
    Fd socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket.is_open()) {
      if (errno == ECONNABORTED || errno == EINTR) continue;
      return;
    }
    ++accepted_;
    const std::scoped_lock lock(peers_mutex_);
    peers_.push_back(std::make_unique<Peer>(std::move(socket)));
    scripts_.emplace_back([this, peer = peers_.back().get()] { script_(*peer); });
  }
}

FullListener::FullListener() : listener_(bound_socket(RawServer::Family::kIpv4)) {
  require(listen(listener_.get(), 0) == 0, "cannot listen");
  address_ = std::make_unique<Address>(Address::from_ip("127.0.0.1", port_of(listener_)));
  for (int count = 0; count < 2; ++count) {
    waiting_.push_back(address_->make_socket());
    address_->begin_connect(waiting_.back());
  }
}

void FullListener::make_room() {
  const Fd accepted(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  require(accepted.is_open(), "no client connected");
  waiting_.clear();
}

Address closed_port() {
  // Bound without listening, so that no other process can take the port until this function returns.
  const Fd socket = bound_socket(RawServer::Family::kIpv4);
  return Address::from_ip("127.0.0.1", port_of(socket));
}

}  // namespace loadcell::test
