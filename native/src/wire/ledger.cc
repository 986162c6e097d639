#include "wire/ledger.h"

#include <algorithm>
#include <utility>

namespace loadcell {
namespace {

constexpr int64_t kLateSendNs = 1'000'000;

}  // namespace

void Ledger::admit(Order& order) {
  totals_.staged += order.requests.size();
  order.unsettled = order.requests.size();
  if (order.requests.empty()) {
    give_back(order);
    return;
  }
  queue_.add(order);
}

Request* Ledger::take_due(int64_t now_ns) {
  while (queue_.next_ns() <= now_ns) {
    Request& request = queue_.take();
    if (request.scheduled_ns == kUnstamped) request.scheduled_ns = now_ns;
    const auto cancelled = std::find(cancelled_.begin(), cancelled_.end(), request.id);
    if (cancelled == cancelled_.end()) return &request;
    cancelled_.erase(cancelled);
    fail(request, WireFailure::kCancelled, 0, now_ns);
  }
  // An id that nobody bears any more must not be kept for ever.
  if (queue_.is_empty()) cancelled_.clear();
  return nullptr;
}

void Ledger::mark_sent(Request& request, int64_t now_ns) noexcept {
  request.sent_ns = now_ns;
  const int64_t lag_ns = now_ns - request.scheduled_ns;
  send_delay_.add(lag_ns);
  totals_.max_send_delay_ns = std::max(totals_.max_send_delay_ns, lag_ns);
  if (lag_ns > kLateSendNs) ++totals_.late_sends;
  ++totals_.sent;
  sink_.write_sent(request);
}

void Ledger::fail(Request& request, WireFailure failure, uint16_t detail, int64_t now_ns) noexcept {
  request.outcome = EventKind::kFailed;
  request.failure = failure;
  request.detail = detail;
  request.end_ns = now_ns;
  settle(request);
}

void Ledger::drop(Request& request, int64_t now_ns) noexcept {
  request.outcome = EventKind::kDropped;
  request.end_ns = now_ns;
  settle(request);
}

void Ledger::settle(Request& request) noexcept {
  count(request);
  if (oldest_waiting_ == nullptr && sink_.write_outcome(request)) {
    close(request);
    return;
  }
  request.next = nullptr;
  (oldest_waiting_ == nullptr ? oldest_waiting_ : newest_waiting_->next) = &request;
  newest_waiting_ = &request;
  ++totals_.waiting_rows;
}

void Ledger::count(const Request& request) noexcept {
  switch (request.outcome) {
    case EventKind::kEnd:
      ++totals_.completed;
      break;
    case EventKind::kFailed:
      ++(request.failure == WireFailure::kCancelled ? totals_.cancelled : totals_.failed);
      break;
    default:
      ++totals_.dropped;
  }
}

void Ledger::close(Request& request) noexcept {
  if (--request.order->unsettled == 0) give_back(*request.order);
}

bool Ledger::flush() noexcept {
  while (oldest_waiting_ != nullptr) {
    if (!sink_.write_outcome(*oldest_waiting_)) return false;
    --totals_.waiting_rows;
    // The order may go with its last request: the next one is looked up before.
    Request& written = *std::exchange(oldest_waiting_, oldest_waiting_->next);
    close(written);
  }
  return true;
}

void Ledger::abandon() noexcept {
  while (oldest_waiting_ != nullptr) {
    close(*std::exchange(oldest_waiting_, oldest_waiting_->next));
  }
}

void Ledger::cancel_unsent(double request_id) {
  if (!queue_.is_empty()) cancelled_.push_back(request_id);
}

bool Ledger::settle_unsent(size_t limit, WireFailure failure, int64_t now_ns) {
  for (; limit > 0 && !queue_.is_empty(); --limit) {
    Request& request = queue_.take();
    if (failure == WireFailure::kNone) {
      drop(request, now_ns);
    } else {
      fail(request, failure, 0, now_ns);
    }
  }
  return !queue_.is_empty();
}

}  // namespace loadcell
