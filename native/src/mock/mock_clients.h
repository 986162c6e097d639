#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline_heap.h"
#include "base/fd.h"
#include "base/poller.h"
#include "mock/mock_connection.h"
#include "mock/mock_totals.h"

namespace loadcell {

/**
 * The connections of the clients and the bytes sent on them. A client that disconnects, or does not read, is marked
 * lost; the caller then closes it. Belongs to the server's thread.
 */
class MockClients {
 public:
  MockClients(Fd listener, Poller& poller, MockTotals& totals)
      : poller_(poller), totals_(totals), listener_(std::move(listener)) {}

  /** Has the poller report new clients. */
  void begin_accepting() noexcept;

  /** Whether the event is about new clients. If so, they are accepted at the next `accept_all`. */
  bool take_listener_event(const epoll_event& event) noexcept;

  /** When `accept_all` has work to do. */
  int64_t accept_at_ns() const noexcept { return accept_at_ns_; }
  void accept_all(int64_t now_ns);

  /** Sends the bytes, or queues what the client's buffer does not take. */
  void send(MockConnection& connection, std::string_view bytes);

  /** Sends a whole JSON response. */
  void reply(MockConnection& connection, int status, std::string_view reason,
             std::string_view body);

  /** Sends what was queued, as far as the client's buffer takes it. */
  void flush(MockConnection& connection);

  /** Closes the connection. Its memory is reused only after `recycle`. */
  void close(MockConnection& connection);

  /** Called when the poller has no more events pending for closed connections. */
  void recycle();

 private:
  Poller& poller_;
  MockTotals& totals_;
  Fd listener_;
  /** `kNever`, or when to try again after the system ran out of descriptors. */
  int64_t accept_at_ns_ = kNever;
  /** A deque does not move its elements. */
  std::deque<MockConnection> connections_;
  std::vector<MockConnection*> closed_;
  std::vector<MockConnection*> free_;
  std::string out_;
};

}  // namespace loadcell
