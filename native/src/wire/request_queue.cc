#include "wire/request_queue.h"

#include <algorithm>

namespace loadcell {
namespace {

constexpr size_t kExpectedOrders = 1024;

}  // namespace

RequestQueue::RequestQueue() { cursors_.reserve(kExpectedOrders); }

bool RequestQueue::is_later(const Cursor& left, const Cursor& right) noexcept {
  const int64_t left_ns = left.request().scheduled_ns;
  const int64_t right_ns = right.request().scheduled_ns;
  return left_ns != right_ns ? left_ns > right_ns : left.sequence > right.sequence;
}

void RequestQueue::add(Order& order) {
  if (order.requests.empty()) return;
  cursors_.push_back({&order, 0, sequence_++});
  std::push_heap(cursors_.begin(), cursors_.end(), is_later);
}

int64_t RequestQueue::next_ns() const noexcept {
  return cursors_.empty() ? kNever : cursors_.front().request().scheduled_ns;
}

Request& RequestQueue::take() {
  Cursor& cursor = cursors_.front();
  Request& request = cursor.request();
  if (++cursor.index == cursor.order->requests.size()) {
    cursor = cursors_.back();
    cursors_.pop_back();
  }
  if (!cursors_.empty()) settle_front();
  return request;
}

void RequestQueue::settle_front() noexcept {
  const Cursor moved = cursors_.front();
  size_t index = 0;
  for (size_t child = 1; child < cursors_.size(); child = 2 * index + 1) {
    if (child + 1 < cursors_.size() && is_later(cursors_[child], cursors_[child + 1])) ++child;
    if (!is_later(moved, cursors_[child])) break;
    cursors_[index] = cursors_[child];
    index = child;
  }
  cursors_[index] = moved;
}

}  // namespace loadcell
