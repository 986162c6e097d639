#include "wire/wire.h"

#include <algorithm>
#include <utility>

namespace loadcell {

Wire::Wire(const WireOptions& options, const EventMemory& memory)
    : loop_(options, memory, controls_, totals_, histograms_),
      ring_offset_bytes_(loop_.sink().ring_offset_bytes(memory.ring)),
      arena_offset_bytes_(loop_.sink().arena_offset_bytes(memory.arena)) {}

Wire::~Wire() {
  stop();
  // Rows that will never be read keep their orders alive: free those with the wire.
  loop_.abandon();
  free_spent();
}

void Wire::start(std::vector<Address> addresses, std::vector<Address> sources) {
  std::vector<ServerEndpoint> endpoints(1);
  endpoints.front().addresses = std::move(addresses);
  start_all(std::move(endpoints), sources);
}

void Wire::start_all(std::vector<ServerEndpoint> endpoints, const std::vector<Address>& sources) {
  if (thread_ || stopped_) return;
  loop_.set_endpoints(std::move(endpoints), sources);
  thread_ = std::make_unique<Thread>("loadcell-wire", [this](Thread&) { loop_.run(); });
}

void Wire::stage(std::unique_ptr<Order> order) {
  for (Request& request : order->requests) request.order = order.get();
  const auto is_earlier = [](const Request& left, const Request& right) {
    return left.scheduled_ns < right.scheduled_ns;
  };
  auto& requests = order->requests;
  // They are mostly in order: sorting those again was a sixth of the cost of staging.
  if (!std::is_sorted(requests.begin(), requests.end(), is_earlier)) {
    std::stable_sort(requests.begin(), requests.end(), is_earlier);
  }
  send_order(std::move(order));
}

void Wire::cancel(double request_id) { send_order_about(Order::Kind::kCancel, request_id); }

void Wire::finish(double request_id) { send_order_about(Order::Kind::kFinish, request_id); }

void Wire::send_order_about(Order::Kind kind, double request_id) {
  auto order = std::make_unique<Order>();
  order->kind = kind;
  order->request_id = request_id;
  send_order(std::move(order));
}

void Wire::cancel_all() { send_order_about(Order::Kind::kCancelAll, 0); }

void Wire::close_idle() { send_order_about(Order::Kind::kCloseIdle, 0); }

void Wire::send_order(std::unique_ptr<Order> order) {
  free_spent();
  controls_.orders.push(*order.release());
  // After a stop no thread takes it.
  if (stopped_) {
    loop_.wind_up();
  } else {
    controls_.poller.wake();
  }
}

void Wire::end_sending_at(int64_t at_ns) noexcept {
  controls_.end_sending_at_ns.store(at_ns, std::memory_order_relaxed);
  controls_.poller.wake();
}

void Wire::stop() noexcept {
  if (stopped_) return;
  stopped_ = true;
  controls_.stopping.store(true, std::memory_order_release);
  controls_.poller.wake();
  if (thread_) thread_->stop_and_join();
  loop_.wind_up();
  free_spent();
}

bool Wire::flush() noexcept {
  const bool is_done = loop_.flush();
  free_spent();
  return is_done;
}

void Wire::free_spent() noexcept {
  Order* order = controls_.spent.take_all();
  while (order != nullptr) {
    const std::unique_ptr<Order> owned(order);
    order = order->next;
  }
}

}  // namespace loadcell
