#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

#include "base/deadline_heap.h"
#include "wire/connection/connection.h"

namespace loadcell {

/**
 * Finds connections that wait for the server while others are idle: a server with one thread per connection serves no
 * further connection until an idle one closes. Belongs to the wire thread.
 */
class StarvationWatch {
 public:
  /** A new connection has carried the first bytes of a request. */
  void add(const Connection& connection, int64_t now_ns) {
    waiting_.push_back({&connection, connection.request->id, now_ns});
  }

  /** The first byte of a response arrived `wait_ns` after its request was sent. */
  void note_first_byte(const Connection& connection, int64_t wait_ns, int64_t now_ns) noexcept {
    if (connection.request->id != relieved_id_) {
      longest_wait_ns_ = std::max(longest_wait_ns_, wait_ns);
    } else if (now_ns - relieved_ns_ < patience_ns() / 2) {
      has_proof_ = true;
    }
  }

  /** When the oldest waiting connection has waited too long; `kNever` when none waits. */
  int64_t next_ns() noexcept {
    while (!waiting_.empty() && !waiting_.front().is_waiting()) waiting_.pop_front();
    return waiting_.empty() ? kNever : waiting_.front().since_ns + patience_ns();
  }

  /** Idle connections are being closed to relieve the oldest waiting one. */
  void note_relief(int64_t now_ns) noexcept {
    relieved_id_ = waiting_.front().request_id;
    relieved_ns_ = now_ns;
  }

  /** Whether a waiting connection was served right after idle ones were closed. */
  bool has_proof() const noexcept { return has_proof_; }

 private:
  /** A response within this time is not suspected to wait for a thread, ns. */
  static constexpr int64_t kLeastPatienceNs = 100'000'000;
  /** Nor is one within this multiple of the longest earlier wait. */
  static constexpr int64_t kPatience = 3;

  struct Entry {
    const Connection* connection;
    double request_id;
    int64_t since_ns;

    bool is_waiting() const noexcept {
      const Request* const request = connection->request;
      return request != nullptr && request->id == request_id &&
             request->first_byte_ns == kUnstamped;
    }
  };

  int64_t patience_ns() const noexcept {
    return std::max(kLeastPatienceNs, kPatience * longest_wait_ns_);
  }

  /** Oldest first; entries that no longer wait are removed when they reach the front. */
  std::deque<Entry> waiting_;
  int64_t longest_wait_ns_ = 0;
  double relieved_id_ = -1;
  int64_t relieved_ns_ = kUnstamped;
  bool has_proof_ = false;
};

}  // namespace loadcell
