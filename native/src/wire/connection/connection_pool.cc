#include "wire/connection/connection_pool.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/socket_io.h"

namespace loadcell {
namespace {

/** How informative a failure to connect is about the server: a missing route is the least informative. */
int weight_of(WireFailure failure) noexcept {
  switch (failure) {
    case WireFailure::kNone:
      return 0;
    case WireFailure::kUnreachable:
      return 1;
    case WireFailure::kSocket:
      return 2;
    case WireFailure::kConnectTimeout:
      return 3;
    case WireFailure::kTooManyFiles:
    case WireFailure::kNoPorts:
      return 5;
    default:
      return 4;
  }
}

}  // namespace

bool ConnectionPool::can_open() noexcept {
  return budget_.open == 0 || sockets_.has(addresses_[good_address_]);
}

void ConnectionPool::take_slot(Connection& connection) noexcept {
  connection.holds_slot = true;
  ++busy_;
  ++budget_.busy;
}

void ConnectionPool::free_slot(Connection& connection) noexcept {
  if (!std::exchange(connection.holds_slot, false)) return;
  --busy_;
  --budget_.busy;
}

Connection& ConnectionPool::acquire(Request* request) {
  if (free_.empty()) {
    connections_.emplace_back(limits_, endpoint_);
    free_.push_back(&connections_.back());
  }
  Connection& connection = *free_.back();
  free_.pop_back();
  ++budget_.open;
  if (request != nullptr) take_slot(connection);
  connection.state = Connection::State::kConnecting;
  connection.request = request;
  connection.sent_bytes = 0;
  connection.send_error = 0;
  connection.has_served = false;
  connection.is_fresh = request != nullptr;
  connection.is_replacement = false;
  connection.is_leaving = false;
  connection.tried_addresses = 0;
  connection.connect_failure = WireFailure::kNone;
  connection.connect_detail = 0;
  connection.address_index = good_address_;
  connection.is_readable = false;
  connection.has_ended = false;
  connection.paused_ns = kUnstamped;
  connection.framer.reset();
  return connection;
}

ConnectResult ConnectionPool::connect(Connection& connection) noexcept {
  const Address& address = addresses_[connection.address_index];
  connection.socket = sockets_.take(address);
  if (!connection.socket.is_open()) return try_from(connection, errno);
  const auto [error, has_no_port] = sources_.begin_connect(connection.socket, address);
  totals_.source_addresses =
      std::max<uint64_t>(totals_.source_addresses, sources_.used_count());
  if (has_no_port) return try_from(connection, WireFailure::kNoPorts, error);
  if (error != 0 && error != EINPROGRESS) return try_from(connection, error);
  if (!poller_.add(connection.socket.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP, &connection)) {
    return try_from(connection, errno);
  }
  if (error != 0) return {ConnectResult::Status::kPending};
  return connected(connection);
}

ConnectResult ConnectionPool::finish_connect(Connection& connection) noexcept {
  int error = 0;
  socklen_t length = sizeof(error);
  if (getsockopt(connection.socket.get(), SOL_SOCKET, SO_ERROR, &error, &length) != 0) {
    error = errno;
  }
  if (error != 0) return try_from(connection, error);
  return connected(connection);
}

ConnectResult ConnectionPool::give_up_address(Connection& connection) noexcept {
  return try_from(connection, ETIMEDOUT);
}

ConnectResult ConnectionPool::connected(Connection& connection) noexcept {
  good_address_ = connection.address_index;
  connection.has_kernel_stamps = enable_receive_stamps(connection.socket.get());
  connection.state = Connection::State::kBusy;
  ++totals_.open_connections;
  if (totals_.opened_at_ns == kUnstamped) {
    ++totals_.opened_before;
  } else {
    ++totals_.opened_during;
    if (connection.is_replacement) ++totals_.fresh_connections;
  }
  return {ConnectResult::Status::kConnected};
}

ConnectResult ConnectionPool::try_from(Connection& connection, int error) noexcept {
  return try_from(connection, failure_of_errno(error), error);
}

ConnectResult ConnectionPool::try_from(Connection& connection, WireFailure failure,
                                       int error) noexcept {
  connection.socket.reset();
  if (weight_of(failure) > weight_of(connection.connect_failure)) {
    connection.connect_failure = failure;
    connection.connect_detail = static_cast<uint16_t>(error);
  }
  ++connection.tried_addresses;
  if (failure == WireFailure::kTooManyFiles || connection.tried_addresses >= addresses_.size()) {
    return {ConnectResult::Status::kFailed, connection.connect_failure, connection.connect_detail};
  }
  connection.address_index = (connection.address_index + 1) % addresses_.size();
  return connect(connection);
}

Connection& ConnectionPool::take_idle() noexcept {
  Connection& connection = *idle_.back();
  idle_.pop_back();
  connection.state = Connection::State::kBusy;
  take_slot(connection);
  return connection;
}

void ConnectionPool::put_idle(Connection& connection) {
  if (connection.state == Connection::State::kFinishing) --finishing_;
  free_slot(connection);
  connection.state = Connection::State::kIdle;
  connection.request = nullptr;
  connection.is_fresh = false;
  connection.sent_bytes = 0;
  connection.framer.reset();
  idle_.push_back(&connection);
}

void ConnectionPool::begin_finishing(Connection& connection) noexcept {
  connection.state = Connection::State::kFinishing;
  connection.request = nullptr;
  free_slot(connection);
  ++finishing_;
}

void ConnectionPool::close(Connection& connection) noexcept {
  if (connection.state == Connection::State::kIdle) forget_idle(connection);
  if (connection.state != Connection::State::kConnecting) --totals_.open_connections;
  if (connection.state == Connection::State::kFinishing) --finishing_;
  free_slot(connection);
  --budget_.open;
  connection.state = Connection::State::kClosed;
  connection.request = nullptr;
  connection.socket.reset();
  closed_.push_back(&connection);
}

void ConnectionPool::forget_idle(const Connection& connection) noexcept {
  // Mostly the oldest, which is first: servers close connections that were idle for long.
  idle_.erase(std::find(idle_.begin(), idle_.end(), &connection));
}

Connection* ConnectionPool::find(double request_id) noexcept {
  Connection* found = nullptr;
  for_each([&](Connection& connection) {
    if (connection.request != nullptr && connection.request->id == request_id) found = &connection;
  });
  return found;
}

void ConnectionPool::recycle() {
  free_.insert(free_.end(), closed_.begin(), closed_.end());
  closed_.clear();
}

}  // namespace loadcell
