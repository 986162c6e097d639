#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace loadcell {

/** Later than every deadline. */
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

/** Base of an element that waits for a deadline; it can be in one heap at a time. */
struct DeadlineNode {
  int64_t deadline_ns = kNever;
  size_t heap_index = static_cast<size_t>(-1);

  bool is_waiting() const noexcept { return heap_index != static_cast<size_t>(-1); }
};

/**
 * Elements ordered by deadline, any of which can be moved or removed. The heap owns none of them.
 * Used by one thread; allocates only when it holds more than ever before.
 */
template <typename Node>
class DeadlineHeap {
 public:
  void reserve(size_t count) { nodes_.reserve(count); }

  /** The earliest deadline, or `kNever`. */
  int64_t next_ns() const noexcept {
    return nodes_.empty() ? kNever : nodes_.front()->deadline_ns;
  }

  /** The element with the earliest deadline, or null. */
  Node* first() const noexcept { return nodes_.empty() ? nullptr : nodes_.front(); }

  /** Inserts an element, or moves it, to wait for `deadline_ns`. */
  void set(Node& node, int64_t deadline_ns) {
    node.deadline_ns = deadline_ns;
    if (!node.is_waiting()) {
      node.heap_index = nodes_.size();
      nodes_.push_back(&node);
    }
    settle(node.heap_index);
  }

  /** Removes an element; does nothing when it is not in the heap. */
  void remove(Node& node) noexcept {
    if (!node.is_waiting()) return;
    const size_t index = std::exchange(node.heap_index, static_cast<size_t>(-1));
    Node* last = nodes_.back();
    nodes_.pop_back();
    if (last == &node) return;
    place(last, index);
    settle(index);
  }

 private:
  void place(Node* node, size_t index) noexcept {
    nodes_[index] = node;
    node->heap_index = index;
  }

  /** Moves the element at `index` up or down to where it belongs. */
  void settle(size_t index) noexcept {
    Node* node = nodes_[index];
    while (index > 0) {
      const size_t parent = (index - 1) / 2;
      if (nodes_[parent]->deadline_ns <= node->deadline_ns) break;
      place(nodes_[parent], index);
      index = parent;
    }
    for (size_t child = 2 * index + 1; child < nodes_.size(); child = 2 * index + 1) {
      if (child + 1 < nodes_.size() &&
          nodes_[child + 1]->deadline_ns < nodes_[child]->deadline_ns) {
        ++child;
      }
      if (node->deadline_ns <= nodes_[child]->deadline_ns) break;
      place(nodes_[child], index);
      index = child;
    }
    place(node, index);
  }

  std::vector<Node*> nodes_;
};

}  // namespace loadcell
