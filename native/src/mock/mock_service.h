#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "base/deadline_heap.h"
#include "base/log_histogram.h"
#include "base/ring.h"
#include "mock/mock_clients.h"
#include "mock/mock_connection.h"
#include "mock/mock_dispatch.h"
#include "mock/mock_options.h"
#include "mock/mock_stamp.h"
#include "mock/mock_totals.h"

namespace loadcell {

/**
 * Serves responses: assigns slots, sends each event at its absolute time and records a timestamp row for it.
 * Belongs to the server's thread.
 */
class MockService {
 public:
  MockService(const MockOptions& options, MockClients& clients, RingWriter<MockStamp> stamps,
              MockTotals& totals, LogHistogram& lateness)
      : options_(options),
        clients_(clients),
        stamps_(stamps),
        totals_(totals),
        lateness_(lateness) {}

  /** Serves a response now, or queues it until a slot is free. */
  void take(MockConnection& connection, const MockPlan& plan, int64_t now_ns);

  /** When the next event is due; `kNever` when none is. */
  int64_t next_ns() const noexcept { return moments_.next_ns(); }

  /**
   * Sends the event that is due first; there is one. Returns its connection: idle when its response is complete, lost
   * when it is to be closed.
   */
  MockConnection& send_next();

  /** Abandons the response of a connection that closes. `moment_ns` is when its slot became free. */
  void abandon(MockConnection& connection, int64_t moment_ns);

  /** Makes the timestamp rows visible to the reader. */
  void publish() noexcept { stamps_.publish(); }

 private:
  void begin(MockConnection& connection, int64_t start_ns);
  void send_token(MockConnection& connection);
  void send_whole(MockConnection& connection);
  /** Breaks the response off on purpose: the connection is lost. */
  void break_off(MockConnection& connection);
  void note_token(MockConnection& connection, uint32_t index, int64_t sent_ns);
  /** `moment_ns` is when the response was due to end: the next in the queue begins then. */
  void end(MockConnection& connection, int64_t moment_ns);
  void free_slot(MockConnection& connection, int64_t moment_ns);
  int64_t wait_ns(MockConnection& connection, int64_t length_ns) noexcept;

  const MockOptions& options_;
  MockClients& clients_;
  RingWriter<MockStamp> stamps_;
  MockTotals& totals_;
  LogHistogram& lateness_;
  DeadlineHeap<MockConnection> moments_;
  /** Connections that wait for a slot. */
  std::deque<MockConnection*> queue_;
  uint32_t used_slots_ = 0;
  std::string out_;
};

}  // namespace loadcell
