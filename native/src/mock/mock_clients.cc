#include "mock/mock_clients.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/socket_io.h"

namespace loadcell {
namespace {

/** A client that leaves more than this unread is dropped. */
constexpr size_t kMostUnsentBytes = 16 * 1024 * 1024;
/** How long to wait before accepting again after the system ran out of descriptors. */
constexpr int64_t kAcceptAgainNs = 10'000'000;
/**
 * The system default may pace packets with timers of its own, as BBR does; this server decides when its events leave.
 * Every kernel has Reno and lets any user select it.
 */
constexpr std::string_view kCongestionControl = "reno";

}  // namespace

void MockClients::begin_accepting() noexcept {
  // No client has this address, so it identifies the listener.
  poller_.add(listener_.get(), EPOLLIN, this);
}

bool MockClients::take_listener_event(const epoll_event& event) noexcept {
  if (event.data.ptr != this) return false;
  accept_at_ns_ = 0;
  return true;
}

void MockClients::accept_all(int64_t now_ns) {
  for (;;) {
    Fd socket(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.is_open()) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      accept_at_ns_ = errno == EAGAIN ? kNever : now_ns + kAcceptAgainNs;
      return;
    }
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, kCongestionControl.data(),
               kCongestionControl.size());
    if (free_.empty()) {
      connections_.emplace_back();
      free_.push_back(&connections_.back());
    }
    MockConnection& connection = *free_.back();
    if (!poller_.add(socket.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP, &connection)) continue;
    free_.pop_back();
    connection.state = MockConnection::State::kIdle;
    connection.socket = std::move(socket);
    connection.input.clear();
    connection.unsent.clear();
    connection.is_lost = false;
    ++totals_.accepted_connections;
    ++totals_.open_connections;
  }
}

void MockClients::send(MockConnection& connection, std::string_view bytes) {
  if (!connection.unsent.empty()) {
    ++totals_.stalled_sends;
    connection.unsent += bytes;
    if (connection.unsent.size() > kMostUnsentBytes) connection.is_lost = true;
    return;
  }
  const ssize_t count = send_bytes(connection.socket.get(), bytes.data(), bytes.size());
  if (count < 0 && errno != EAGAIN && errno != EINTR) {
    connection.is_lost = true;
    return;
  }
  const auto sent = static_cast<size_t>(std::max<ssize_t>(count, 0));
  if (sent == bytes.size()) return;
  ++totals_.stalled_sends;
  connection.unsent = bytes.substr(sent);
  flush(connection);
}

void MockClients::reply(MockConnection& connection, int status, std::string_view reason,
                        std::string_view body) {
  out_.clear();
  append_json_response(out_, status, reason, body, connection.keeps_alive);
  send(connection, out_);
}

void MockClients::flush(MockConnection& connection) {
  while (!connection.unsent.empty()) {
    const ssize_t count =
        send_bytes(connection.socket.get(), connection.unsent.data(), connection.unsent.size());
    if (count >= 0) {
      connection.unsent.erase(0, static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      connection.is_lost = true;
      return;
    }
  }
}

void MockClients::close(MockConnection& connection) {
  connection.state = MockConnection::State::kClosed;
  connection.socket.reset();
  closed_.push_back(&connection);
  --totals_.open_connections;
}

void MockClients::recycle() {
  free_.insert(free_.end(), closed_.begin(), closed_.end());
  closed_.clear();
}

}  // namespace loadcell
