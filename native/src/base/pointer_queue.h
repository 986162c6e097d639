#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

namespace loadcell {

/** Passes pointers from one thread to another, in order, without locks. All memory is allocated at construction. */
template <typename Item>
class PointerQueue {
 public:
  explicit PointerQueue(size_t capacity) : slots_(capacity + 1) {}

  /** Called by the producer thread. False when the queue is full. */
  bool push(Item* item) noexcept {
    const size_t head = head_.load(std::memory_order_relaxed);
    const size_t next = (head + 1) % slots_.size();
    if (next == tail_.load(std::memory_order_acquire)) return false;
    slots_[head] = item;
    head_.store(next, std::memory_order_release);
    return true;
  }

  /** Called by the consumer thread. Null when the queue is empty. */
  Item* pop() noexcept {
    const size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail == head_.load(std::memory_order_acquire)) return nullptr;
    Item* item = slots_[tail];
    tail_.store((tail + 1) % slots_.size(), std::memory_order_release);
    return item;
  }

 private:
  std::vector<Item*> slots_;
  alignas(64) std::atomic<size_t> head_{0};
  alignas(64) std::atomic<size_t> tail_{0};
};

}  // namespace loadcell
