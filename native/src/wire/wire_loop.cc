#include "wire/wire_loop.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "base/clock.h"
#include "base/prompt_thread.h"

namespace loadcell {
namespace {

/** After this many sends in a row, responses get their turn. */
constexpr int kSendsInARow = 64;
/** Responses read before requests without a scheduled start get their turn. */
constexpr int kReadsBeforeSends = 16;
/** Requests dropped per turn, so that responses in flight do not wait. */
constexpr size_t kDropsInARow = 256;
/** How often to check for room, which JavaScript does not announce, ns. */
constexpr int64_t kRoomPollNs = 1'000'000;

}  // namespace

WireLoop::WireLoop(const WireOptions& options, const EventMemory& memory, WireControls& controls,
                   Published<WireTotals>& published, WireHistograms& histograms)
    : options_(options),
      controls_(controls),
      published_(published),
      arrivals_(totals_, histograms.read_lateness, wake_delay_),
      sink_(memory, options.limits.header_bytes),
      ledger_(sink_, totals_, histograms.send_delay, controls.spent),
      endpoints_({.poller = controls.poller,
                  .ledger = ledger_,
                  .sink = sink_,
                  .totals = totals_,
                  .arrivals = arrivals_,
                  .histograms = histograms,
                  .limits = options.limits,
                  .options = options.exchanges,
                  .end_sending_at_ns = controls.end_sending_at_ns},
                 options.most_connections) {}

void WireLoop::set_endpoints(std::vector<ServerEndpoint> endpoints,
                             const std::vector<Address>& sources) {
  for (ServerEndpoint& endpoint : endpoints) endpoints_.add(std::move(endpoint), sources);
}

void WireLoop::run() noexcept {
  PromptThread prompt;
  wake_delay_.open();
  timestamping_.await();
  endpoints_.open_beforehand(options_.connections);
  // The first wait may never end, so nothing may be pending before it.
  settle_turn();
  while (!controls_.stopping.load(std::memory_order_acquire)) {
    const auto events = controls_.poller.wait_until(next_wake_ns());
    wake_delay_.begin_turn(monotonic_now_ns(), controls_.poller.was_stopped());
    take_orders();
    drop_closed(events);
    send_due();
    int reads = 0;
    for (const epoll_event& event : events) {
      endpoints_.handle(event);
      // A request with a scheduled start must not wait for many responses. One without waits for a few: the server then
      // sleeps less often, and both sides handle several requests per wake-up.
      if (ledger_.next_ns() != kUnstamped || ++reads % kReadsBeforeSends == 0) send_due();
    }
    send_due();
    endpoints_.resume();
    const int64_t now_ns = settle_turn();
    wake_delay_.end_turn(now_ns);
    prompt.mind(now_ns);
  }
}

void WireLoop::drop_closed(std::span<const epoll_event> events) noexcept {
  if (!ledger_.has_unsent() || !endpoints_.has_idle()) return;
  for (const epoll_event& event : events) endpoints_.drop_if_closed(event);
}

int64_t WireLoop::settle_turn() noexcept {
  const int64_t now_ns = monotonic_now_ns();
  endpoints_.expire(now_ns);
  endpoints_.relieve(now_ns);
  if (totals_.opened_at_ns == kUnstamped && endpoints_.is_opened()) totals_.opened_at_ns = now_ns;
  if (now_ns >= controls_.end_sending_at_ns.load(std::memory_order_relaxed)) {
    ledger_.settle_unsent(kDropsInARow, WireFailure::kNone, now_ns);
  }
  send_due();
  ledger_.flush();
  endpoints_.recycle();
  publish();
  return now_ns;
}

void WireLoop::take_orders() noexcept {
  Order* order = controls_.orders.take_all();
  while (order != nullptr) {
    // The order may be returned to its owner and freed: the next one is looked up first.
    Order& taken = *std::exchange(order, order->next);
    switch (taken.kind) {
      case Order::Kind::kSend:
        ledger_.admit(taken);
        break;
      case Order::Kind::kCancel:
        if (!endpoints_.cancel(taken.request_id)) ledger_.cancel_unsent(taken.request_id);
        ledger_.give_back(taken);
        break;
      case Order::Kind::kFinish:
        endpoints_.finish(taken.request_id);
        ledger_.give_back(taken);
        break;
      case Order::Kind::kCloseIdle:
        endpoints_.close_idle();
        ledger_.give_back(taken);
        break;
      case Order::Kind::kCancelAll:
        endpoints_.cancel_all();
        ledger_.settle_unsent(std::numeric_limits<size_t>::max(), WireFailure::kCancelled,
                              monotonic_now_ns());
        ledger_.give_back(taken);
        break;
    }
  }
}

void WireLoop::send_due() noexcept {
  if (totals_.opened_at_ns == kUnstamped) return;
  const int64_t end_ns = controls_.end_sending_at_ns.load(std::memory_order_relaxed);
  if (!ledger_.has_unsent()) limited_since_ns_ = kUnstamped;
  for (int sends = 0; sends < kSendsInARow && ledger_.has_unsent(); ++sends) {
    const size_t endpoint = endpoints_.choose(ledger_.next_endpoint());
    const bool can_begin = endpoints_.can_begin(endpoint);
    const int64_t now_ns = monotonic_now_ns();
    if (!can_begin && limited_since_ns_ == kUnstamped) {
      limited_since_ns_ = now_ns;
      limited_by_ = endpoints_.limit(endpoint);
      limited_at_connections_ = endpoints_.busy_count();
    }
    if (!can_begin || now_ns >= end_ns) return;
    if (ledger_.next_ns() > now_ns) {
      // Requests that become due from now on find a connection.
      limited_since_ns_ = kUnstamped;
      endpoints_.open_ahead(endpoint, ledger_.next_ns(), now_ns);
      return;
    }
    // In a closed loop requests wait for each other by design, but not for descriptors.
    const bool is_limited = ledger_.next_ns() != kUnstamped || limited_by_ == ConnectionLimit::kDescriptors;
    Request* const request = ledger_.take_due(now_ns);
    if (request == nullptr) return;
    if (is_limited && limited_since_ns_ != kUnstamped) note_limit(*request, now_ns);
    endpoints_.begin(*request, now_ns);
  }
}

void WireLoop::note_limit(const Request& request, int64_t now_ns) noexcept {
  if (totals_.limit_cause == 0) {
    totals_.limit_cause = static_cast<uint64_t>(limited_by_);
    totals_.limited_at_connections = limited_at_connections_;
  }
  ++totals_.limited_requests;
  // A request without a scheduled start got this time just now: it has waited at least since the limit was reached.
  const int64_t since_ns = request.scheduled_ns == now_ns ? limited_since_ns_ : request.scheduled_ns;
  totals_.longest_limited_ns = std::max(totals_.longest_limited_ns, now_ns - since_ns);
}

int64_t WireLoop::next_wake_ns() noexcept {
  if (endpoints_.has_unread()) return 0;
  int64_t wake_ns = endpoints_.next_wake_ns();
  if (ledger_.has_unsent()) {
    const int64_t due_ns = ledger_.next_ns();
    if (totals_.opened_at_ns != kUnstamped && limited_since_ns_ == kUnstamped) {
      const size_t endpoint = endpoints_.choose(ledger_.next_endpoint());
      wake_ns = std::min({wake_ns, due_ns, endpoints_.open_ahead_ns(endpoint, due_ns)});
    }
    wake_ns = std::min(wake_ns, controls_.end_sending_at_ns.load(std::memory_order_relaxed));
  }
  if (endpoints_.has_paused() || totals_.waiting_rows > 0) {
    wake_ns = std::min(wake_ns, monotonic_now_ns() + kRoomPollNs);
  }
  return wake_ns;
}

void WireLoop::publish() noexcept {
  sink_.publish();
  totals_.dropped_rows = sink_.dropped_rows();
  published_.write(totals_);
}

void WireLoop::wind_up() {
  take_orders();
  endpoints_.cancel_all();
  ledger_.settle_unsent(std::numeric_limits<size_t>::max(), WireFailure::kNone,
                        monotonic_now_ns());
  endpoints_.close_all();
  publish();
}

bool WireLoop::flush() {
  const bool is_done = ledger_.flush();
  publish();
  return is_done;
}

}  // namespace loadcell
