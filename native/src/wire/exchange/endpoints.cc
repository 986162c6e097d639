#include "wire/exchange/endpoints.h"

#include <utility>

#include "wire/request/host_header.h"

namespace loadcell {

Endpoints::Endpoint::Endpoint(const EndpointContext& context, ConnectionBudget& budget,
                              size_t index)
    : pool(context.poller, context.totals, context.limits, budget, index),
      exchanges(pool, context.ledger, context.sink, context.totals, context.arrivals,
                context.histograms.round_trip, context.options, context.end_sending_at_ns) {}

void Endpoints::add(ServerEndpoint endpoint, std::vector<Address> sources) {
  Endpoint& added = endpoints_.emplace_back(context_, budget_, endpoints_.size());
  added.pool.set_addresses(std::move(endpoint.addresses), std::move(sources));
  added.host = std::move(endpoint.host);
}

void Endpoints::open_beforehand(size_t count) {
  const size_t each = (count + endpoints_.size() - 1) / endpoints_.size();
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.open_beforehand(each);
}

bool Endpoints::is_opened() const noexcept {
  return std::all_of(endpoints_.begin(), endpoints_.end(),
                     [](const Endpoint& one) { return one.exchanges.is_opened(); });
}

bool Endpoints::has_idle() const noexcept {
  return std::any_of(endpoints_.begin(), endpoints_.end(),
                     [](const Endpoint& one) { return one.exchanges.has_idle(); });
}

size_t Endpoints::choose(uint8_t named) const noexcept {
  const size_t count = endpoints_.size();
  if (count == 1) return 0;
  if (named != kAnyEndpoint) return named % count;
  size_t chosen = turn_;
  for (size_t offset = 1; offset < count; ++offset) {
    const size_t index = (turn_ + offset) % count;
    if (endpoints_[index].pool.busy_count() < endpoints_[chosen].pool.busy_count()) chosen = index;
  }
  return chosen;
}

bool Endpoints::can_begin(size_t endpoint) noexcept {
  if (at(endpoint).can_begin()) return true;
  if (endpoints_.size() == 1 || at(endpoint).limit() != ConnectionLimit::kDescriptors) return false;
  // Connections that rest at the other endpoints hold the descriptors.
  if (!has_idle()) return false;
  close_idle();
  return at(endpoint).can_begin();
}

void Endpoints::begin(Request& request, int64_t now_ns) noexcept {
  const size_t chosen = choose(request.endpoint);
  if (request.endpoint == kAnyEndpoint) {
    turn_ = (chosen + 1) % endpoints_.size();
    set_host(request, endpoints_[chosen].host);
  }
  request.endpoint = static_cast<uint8_t>(chosen);
  at(chosen).begin(request, now_ns);
}

void Endpoints::relieve(int64_t now_ns) noexcept {
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.relieve(now_ns);
}

void Endpoints::expire(int64_t now_ns) noexcept {
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.expire(now_ns);
}

void Endpoints::resume() noexcept {
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.resume();
}

void Endpoints::close_idle() noexcept {
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.close_idle();
}

void Endpoints::recycle() {
  for (Endpoint& endpoint : endpoints_) endpoint.pool.recycle();
}

int64_t Endpoints::next_wake_ns() noexcept {
  int64_t wake_ns = kNever;
  for (Endpoint& endpoint : endpoints_) {
    wake_ns = std::min({wake_ns, endpoint.exchanges.next_timeout_ns(),
                        endpoint.exchanges.next_relief_ns()});
  }
  return wake_ns;
}

bool Endpoints::has_unread() const noexcept {
  return std::any_of(endpoints_.begin(), endpoints_.end(),
                     [](const Endpoint& one) { return one.exchanges.has_unread(); });
}

bool Endpoints::has_paused() const noexcept {
  return std::any_of(endpoints_.begin(), endpoints_.end(),
                     [](const Endpoint& one) { return one.exchanges.has_paused(); });
}

bool Endpoints::cancel(double request_id) {
  return std::any_of(endpoints_.begin(), endpoints_.end(),
                     [&](Endpoint& one) { return one.exchanges.cancel(request_id); });
}

bool Endpoints::finish(double request_id) noexcept {
  return std::any_of(endpoints_.begin(), endpoints_.end(),
                     [&](Endpoint& one) { return one.exchanges.finish(request_id); });
}

void Endpoints::cancel_all() {
  for (Endpoint& endpoint : endpoints_) endpoint.exchanges.cancel_all();
}

void Endpoints::close_all() {
  for (Endpoint& endpoint : endpoints_) {
    endpoint.pool.for_each([&](Connection& connection) { endpoint.pool.close(connection); });
    endpoint.pool.recycle();
  }
}

}  // namespace loadcell
