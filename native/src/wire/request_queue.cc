#include "wire/request_queue.h"

#include <algorithm>

namespace loadcell {
namespace {

constexpr size_t kExpectedOrders = 1024;

}  // namespace

RequestQueue::RequestQueue() { cursors_.reserve(kExpectedOrders); }

bool RequestQueue::is_later(const Cursor& left, const Cursor& right) noexcept {
  const int64_t left_ns = left.request().intended_ns;
  const int64_t right_ns = right.request().intended_ns;
  return left_ns != right_ns ? left_ns > right_ns : left.sequence > right.sequence;
}

void RequestQueue::add(Order& order) {
  if (order.requests.empty()) return;
  cursors_.push_back({&order, 0, sequence_++});
  std::push_heap(cursors_.begin(), cursors_.end(), is_later);
}

int64_t RequestQueue::next_ns() const noexcept {
  return cursors_.empty() ? kNever : cursors_.front().request().intended_ns;
}

Request& RequestQueue::take() {
  std::pop_heap(cursors_.begin(), cursors_.end(), is_later);
  Cursor& cursor = cursors_.back();
  Request& request = cursor.request();
  if (++cursor.index < cursor.order->requests.size()) {
    std::push_heap(cursors_.begin(), cursors_.end(), is_later);
  } else {
    cursors_.pop_back();
  }
  return request;
}

}  // namespace loadcell
