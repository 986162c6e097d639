#include "wire/request_queue.h"

#include <algorithm>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include "harness.h"

using namespace loadcell;

TEST("requests of many orders are taken by time, and those of the same time by their staging") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::deque<Order> orders;
    RequestQueue queue;
    std::vector<std::pair<int64_t, double>> expected;
    double id = 0;
    const size_t count = random() % 12;
    for (size_t index = 0; index < count; ++index) {
      Order& order = orders.emplace_back();
      order.requests.resize(random() % 6);
      int64_t scheduled_ns = 0;
      for (Request& request : order.requests) {
        scheduled_ns += random() % 3;
        request.scheduled_ns = scheduled_ns;
        request.id = ++id;
        expected.emplace_back(scheduled_ns, id);
      }
      queue.add(order);
    }
    std::sort(expected.begin(), expected.end());
    for (const auto& [scheduled_ns, expected_id] : expected) {
      CHECK_EQUAL(queue.next_ns(), scheduled_ns);
      CHECK_EQUAL(queue.take().id, expected_id);
    }
    CHECK(queue.is_empty());
    CHECK_EQUAL(queue.next_ns(), kNever);
  }
}
