#include "wire/exchange/connection_opener.h"

#include <algorithm>

namespace loadcell {
namespace {

/** How long before its request a connection is opened, when connections are not reused. */
constexpr int64_t kOpenAheadNs = 20'000'000;

}  // namespace

Connection& ConnectionOpener::open_beforehand(int64_t now_ns) {
  ++opening_;
  Connection& connection = pool_.acquire(nullptr);
  connection.connect_by_ns = now_ns + options_.connect_timeout_ns;
  return connection;
}

Connection& ConnectionOpener::open_for(Request& request, int64_t now_ns) {
  request.flags |= event_flags::kNewConnection;
  Connection& connection = pool_.acquire(&request);
  connection.is_replacement = reuse_.take_replacement();
  connection.connect_by_ns = now_ns + options_.connect_timeout_ns;
  if (request.sent_ns != kUnstamped) {
    connection.connect_by_ns =
        std::min(connection.connect_by_ns, request.sent_ns + request.timeout_ns);
  }
  return connection;
}

int64_t ConnectionOpener::open_ahead_ns(int64_t due_ns) const noexcept {
  const bool is_wanted = reuse_.is_single_use() && due_ns != kUnstamped && due_ns != kNever &&
                         due_ns != opened_ahead_for_ns_ && opening_ == 0 && !pool_.has_idle();
  return is_wanted ? due_ns - kOpenAheadNs : kNever;
}

Connection* ConnectionOpener::open_ahead(int64_t due_ns, int64_t now_ns) {
  if (now_ns < open_ahead_ns(due_ns)) return nullptr;
  opened_ahead_for_ns_ = due_ns;
  if (!pool_.can_open()) return nullptr;
  Connection& connection = open_beforehand(now_ns);
  connection.is_replacement = true;
  return &connection;
}

void ConnectionOpener::allow_attempt(Connection& connection, int64_t now_ns) noexcept {
  const auto left = static_cast<int64_t>(pool_.addresses_left(connection));
  // Later addresses inherit the time that earlier ones did not use, and lose none of their own to one that overran.
  const int64_t least_ns =
      options_.connect_timeout_ns / static_cast<int64_t>(pool_.address_count());
  const int64_t share_ns = std::max((connection.connect_by_ns - now_ns) / left, least_ns);
  timeouts_.set(connection, now_ns + share_ns);
}

}  // namespace loadcell
