#include "base/deadline_heap.h"

#include <algorithm>
#include <array>
#include <random>

#include "harness.h"

using namespace loadcell;

TEST("a deadline heap yields elements in order after moves and removals") {
  struct Node : DeadlineNode {};
  std::array<Node, 100> nodes;
  DeadlineHeap<Node> heap;
  std::mt19937 random(7);
  for (int step = 0; step < 20'000; ++step) {
    Node& node = nodes[random() % nodes.size()];
    if (random() % 3 == 0) {
      heap.remove(node);
      CHECK(!node.is_waiting());
    } else {
      heap.set(node, random() % 50);
      CHECK(node.is_waiting());
    }
    int64_t earliest_ns = kNever;
    for (const Node& one : nodes) {
      if (one.is_waiting()) earliest_ns = std::min(earliest_ns, one.deadline_ns);
    }
    CHECK_EQUAL(heap.next_ns(), earliest_ns);
    CHECK(heap.first() == nullptr || heap.first()->deadline_ns == earliest_ns);
  }
  int64_t previous_ns = 0;
  while (Node* first = heap.first()) {
    CHECK(first->deadline_ns >= previous_ns);
    previous_ns = first->deadline_ns;
    heap.remove(*first);
  }
  CHECK_EQUAL(heap.next_ns(), kNever);
}
