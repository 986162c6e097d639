// The half of Exchanges that decides what becomes of a connection once its request is over, or once the server has
// ended it under one.
#include <algorithm>

#include "base/clock.h"
#include "base/socket_io.h"
#include "wire/exchange/exchanges.h"

namespace loadcell {
namespace {

/** Connections that finish at a time, or as many as carry requests if those are more: they hold files, and threads of the server. */
constexpr size_t kLeastFinishing = 16;

/** A connection for a request with a time is opened so long before that, where none may be used again. */
constexpr int64_t kOpenAheadNs = 20'000'000;

}  // namespace

Connection* Exchanges::take_reusable(int64_t now_ns) noexcept {
  while (pool_.has_idle()) {
    Connection& connection = pool_.take_idle();
    if (policy_.may_use(connection.has_served, now_ns - connection.rested_ns)) return &connection;
    ++spoilt_;
    close(connection, now_ns);
  }
  return nullptr;
}

bool Exchanges::can_begin() noexcept {
  limit_ = ConnectionLimit::kConnections;
  if (!pool_.has_slot()) return false;
  if (pool_.has_idle() || pool_.can_open()) return true;
  limit_ = ConnectionLimit::kDescriptors;
  if (pool_.finishing_count() == 0) return false;
  // Their files are worth more than what they wait for.
  const int64_t now_ns = monotonic_now_ns();
  pool_.for_each([&](Connection& connection) {
    if (connection.state == Connection::State::kFinishing) close(connection, now_ns);
  });
  return pool_.can_open();
}

void Exchanges::open_for(Request& request, int64_t now_ns) noexcept {
  request.flags |= event_flags::kNewConnection;
  Connection& connection = pool_.acquire(&request);
  connection.is_replacement = policy_.is_single_use() || spoilt_ > 0;
  if (spoilt_ > 0) --spoilt_;
  connection.connect_by_ns = now_ns + options_.connect_timeout_ns;
  if (request.sent_ns != kUnstamped) {
    connection.connect_by_ns = std::min(connection.connect_by_ns, request.sent_ns + request.timeout_ns);
  }
  take_connect_result(connection, pool_.connect(connection));
}

int64_t Exchanges::open_ahead_ns(int64_t due_ns) const noexcept {
  const bool is_wanted = policy_.is_single_use() && due_ns != kUnstamped && due_ns != kNever &&
                         due_ns != opened_ahead_for_ns_ && opening_ == 0 && !pool_.has_idle();
  return is_wanted ? due_ns - kOpenAheadNs : kNever;
}

void Exchanges::open_ahead(int64_t due_ns, int64_t now_ns) noexcept {
  if (now_ns < open_ahead_ns(due_ns)) return;
  opened_ahead_for_ns_ = due_ns;
  if (!pool_.can_open()) return;
  ++opening_;
  Connection& connection = pool_.acquire(nullptr);
  connection.is_replacement = true;
  connection.connect_by_ns = now_ns + options_.connect_timeout_ns;
  take_connect_result(connection, pool_.connect(connection));
}

bool Exchanges::send_again(Connection& connection, int64_t now_ns) noexcept {
  Request& request = *connection.request;
  const bool was_sent_again = (request.flags & event_flags::kResent) != 0;
  if (connection.is_fresh || was_sent_again || connection.framer.has_begun()) return false;
  // One that was opened beforehand and has carried nothing says nothing about what follows a response.
  if (connection.has_served) policy_.lost_after(request.sent_ns - connection.rested_ns);
  request.flags |= event_flags::kResent;
  ++totals_.resends;
  ++spoilt_;
  close(connection, now_ns);
  open_for(request, now_ns);
  return true;
}

bool Exchanges::finish(double request_id) noexcept {
  Connection* const connection = find(request_id);
  if (connection == nullptr) return false;
  const int64_t now_ns = monotonic_now_ns();
  Request& request = *connection->request;
  request.outcome = EventKind::kEnd;
  request.end_ns = now_ns;
  if (connection->state == Connection::State::kBusy && connection->has_sent_all() &&
      !connection->has_ended && may_finish()) {
    end_pause(*connection, now_ns);
    pool_.begin_finishing(*connection);
    timeouts_.set(*connection, now_ns + options_.finish_timeout_ns);
  } else {
    give_up(*connection, now_ns);
  }
  ledger_.settle(request);
  return true;
}

void Exchanges::close_idle() noexcept {
  const int64_t now_ns = monotonic_now_ns();
  while (pool_.has_idle()) close(pool_.take_idle(), now_ns);
}

void Exchanges::relieve(int64_t now_ns) noexcept {
  if (starvation_.has_proof()) policy_.serve_once();
  if (now_ns < next_relief_ns()) return;
  starvation_.note_relief(now_ns);
  while (pool_.has_idle()) give_up(pool_.take_idle(), now_ns);
}

bool Exchanges::may_finish() const noexcept {
  return pool_.finishing_count() < std::max(kLeastFinishing, pool_.busy_count());
}

void Exchanges::leave(Connection& connection, int64_t now_ns) noexcept {
  if (!may_finish()) {
    close(connection, now_ns);
    return;
  }
  pool_.begin_finishing(connection);
  connection.is_leaving = true;
  timeouts_.set(connection, now_ns + options_.finish_timeout_ns);
}

void Exchanges::give_up(Connection& connection, int64_t now_ns) noexcept {
  ++spoilt_;
  close(connection, now_ns);
}

void Exchanges::note_idle_end(const Connection& connection, int64_t now_ns) noexcept {
  if (!connection.has_served) return;
  policy_.ended_after(now_ns - connection.rested_ns);
  if (policy_.is_single_use()) ++spoilt_;
}

bool Exchanges::finish_reading(Connection& connection, std::string_view bytes,
                               int64_t now_ns) noexcept {
  while (!connection.is_leaving) {
    const HttpFramer::Step step = connection.framer.next(bytes);
    bytes.remove_prefix(step.consumed);
    if (step.event == HttpFramer::Event::kMore) return connection.is_readable;
    if (step.event == HttpFramer::Event::kFailed) break;
    if (step.event != HttpFramer::Event::kEnd) continue;
    const bool may_rest = connection.framer.head().keeps_alive && !connection.has_ended &&
                          bytes.empty() && has_read_all(connection);
    if (may_rest && policy_.is_single_use()) {
      connection.is_leaving = true;
      return false;
    }
    if (!may_rest) {
      close(connection, now_ns);
      return false;
    }
    connection.has_served = true;
    connection.is_readable = false;
    rest(connection, now_ns);
    return false;
  }
  give_up(connection, now_ns);
  return false;
}

}  // namespace loadcell
