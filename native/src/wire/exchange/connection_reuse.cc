#include "wire/exchange/connection_reuse.h"

#include <algorithm>

#include "base/clock.h"

namespace loadcell {
namespace {

/**
 * Connections that may finish at a time, or as many as carry requests if those are more: each holds a descriptor, and
 * perhaps a thread of the server.
 */
constexpr size_t kLeastFinishing = 16;

}  // namespace

Connection* ConnectionReuse::take_reusable(int64_t now_ns) noexcept {
  while (pool_.has_idle()) {
    Connection& connection = pool_.take_idle();
    if (policy_.may_use(connection.has_served, now_ns - connection.rested_ns)) return &connection;
    give_up(connection, now_ns);
  }
  return nullptr;
}

bool ConnectionReuse::can_begin() noexcept {
  limit_ = ConnectionLimit::kConnections;
  if (!pool_.has_slot()) return false;
  if (pool_.has_idle() || pool_.can_open()) return true;
  limit_ = ConnectionLimit::kDescriptors;
  if (pool_.finishing_count() == 0) return false;
  // Their descriptors are worth more than what they wait for.
  const int64_t now_ns = monotonic_now_ns();
  pool_.for_each([&](Connection& connection) {
    if (connection.state == Connection::State::kFinishing) close(connection, now_ns);
  });
  return pool_.can_open();
}

void ConnectionReuse::rest(Connection& connection, int64_t now_ns) noexcept {
  timeouts_.remove(connection);
  connection.rested_ns = now_ns;
  pool_.put_idle(connection);
}

void ConnectionReuse::keep(Connection& connection, int64_t now_ns) noexcept {
  backlog_.end_pause(connection, now_ns);
  connection.has_served = true;
  connection.is_readable = false;
  if (policy_.is_single_use()) {
    leave(connection, now_ns);
  } else {
    rest(connection, now_ns);
  }
}

void ConnectionReuse::note_end_with_response() noexcept {
  policy_.ended_after(0);
  ++to_replace_;
}

bool ConnectionReuse::may_finish() const noexcept {
  return pool_.finishing_count() < std::max(kLeastFinishing, pool_.busy_count());
}

void ConnectionReuse::begin_finishing(Connection& connection, int64_t now_ns) noexcept {
  backlog_.end_pause(connection, now_ns);
  pool_.begin_finishing(connection);
  timeouts_.set(connection, now_ns + options_.finish_timeout_ns);
}

void ConnectionReuse::leave(Connection& connection, int64_t now_ns) noexcept {
  if (!may_finish()) {
    close(connection, now_ns);
    return;
  }
  begin_finishing(connection, now_ns);
  connection.is_leaving = true;
}

void ConnectionReuse::end_finishing(Connection& connection, bool may_be_reused,
                                    int64_t now_ns) noexcept {
  if (!may_be_reused) {
    close(connection, now_ns);
  } else if (policy_.is_single_use()) {
    connection.is_leaving = true;
  } else {
    connection.has_served = true;
    connection.is_readable = false;
    rest(connection, now_ns);
  }
}

void ConnectionReuse::note_end(Connection& connection, int64_t now_ns) noexcept {
  if (connection.state == Connection::State::kFinishing) {
    // One that only waited for the server to close it was not left unusable.
    if (!connection.is_leaving) ++to_replace_;
  } else if (connection.has_served) {
    policy_.ended_after(now_ns - connection.rested_ns);
    if (policy_.is_single_use()) ++to_replace_;
  }
  close(connection, now_ns);
}

void ConnectionReuse::note_unexpected_bytes(Connection& connection, int64_t now_ns) noexcept {
  if (connection.state == Connection::State::kFinishing) ++to_replace_;
  close(connection, now_ns);
}

void ConnectionReuse::note_lost_request(const Connection& connection) noexcept {
  // A connection opened beforehand that has carried nothing shows nothing about what follows a response.
  if (!connection.has_served) return;
  policy_.lost_after(connection.request->sent_ns - connection.rested_ns);
}

bool ConnectionReuse::take_replacement() noexcept {
  const bool is_replacement = policy_.is_single_use() || to_replace_ > 0;
  if (to_replace_ > 0) --to_replace_;
  return is_replacement;
}

void ConnectionReuse::give_up(Connection& connection, int64_t now_ns) noexcept {
  ++to_replace_;
  close(connection, now_ns);
}

void ConnectionReuse::close_idle() noexcept {
  const int64_t now_ns = monotonic_now_ns();
  while (pool_.has_idle()) close(pool_.take_idle(), now_ns);
}

void ConnectionReuse::close(Connection& connection, int64_t now_ns) noexcept {
  timeouts_.remove(connection);
  backlog_.end_pause(connection, now_ns);
  connection.is_readable = false;
  pool_.close(connection);
}

void ConnectionReuse::watch(const Connection& connection, int64_t now_ns) noexcept {
  if (connection.is_fresh && !policy_.is_single_use()) starvation_.add(connection, now_ns);
}

void ConnectionReuse::note_first_byte(const Connection& connection, int64_t wait_ns,
                                      int64_t now_ns) noexcept {
  starvation_.note_first_byte(connection, wait_ns, now_ns);
}

void ConnectionReuse::relieve(int64_t now_ns) noexcept {
  if (starvation_.has_proof()) policy_.serve_once();
  if (now_ns < next_relief_ns()) return;
  starvation_.note_relief(now_ns);
  while (pool_.has_idle()) give_up(pool_.take_idle(), now_ns);
}

}  // namespace loadcell
