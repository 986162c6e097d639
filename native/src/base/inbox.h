#pragma once

#include <atomic>
#include <utility>

namespace loadcell {

/**
 * Passes nodes from any thread to the one that takes them, without a lock. It never owns them.
 * `Node` has a member `Node* next`, which belongs to the inbox while the node is inside.
 */
template <typename Node>
class Inbox {
 public:
  /** Called by any thread. */
  void push(Node& node) noexcept {
    node.next = newest_.load(std::memory_order_relaxed);
    while (!newest_.compare_exchange_weak(node.next, &node, std::memory_order_release,
                                          std::memory_order_relaxed)) {
    }
  }

  /** Takes everything as a list linked by `next`, oldest first; null when empty. Called by one thread. */
  Node* take_all() noexcept {
    Node* newest = newest_.exchange(nullptr, std::memory_order_acquire);
    Node* oldest = nullptr;
    while (newest != nullptr) {
      Node* const older = std::exchange(newest->next, oldest);
      oldest = std::exchange(newest, older);
    }
    return oldest;
  }

 private:
  std::atomic<Node*> newest_{nullptr};
};

}  // namespace loadcell
