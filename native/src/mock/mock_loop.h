#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/deadline_heap.h"
#include "base/log_histogram.h"
#include "base/poller.h"
#include "base/published.h"
#include "base/ring.h"
#include "mock/mock_connection.h"
#include "mock/mock_options.h"
#include "mock/mock_request.h"
#include "mock/mock_stamp.h"
#include "mock/mock_totals.h"

namespace loadcell {

/** What the owner and the server's thread share; each is safe for both at any time. */
struct MockControls {
  Poller poller;
  std::atomic<bool> stopping{false};
};

/** The work of the server's thread: takes requests and sends each event at its moment. */
class MockLoop {
 public:
  MockLoop(const MockOptions& options, Fd listener, RingWriter<MockStamp> stamps,
           MockControls& controls, Published<MockTotals>& published, LogHistogram& lateness);

  /** The body of the thread: works until told to stop. */
  void run();

 private:
  void accept_all(int64_t now_ns);
  void handle(MockConnection& connection, uint32_t events);
  void read(MockConnection& connection, bool has_ended);
  /** Takes the next request, when it is there whole. */
  void take_requests(MockConnection& connection, int64_t now_ns);
  void dispatch(MockConnection& connection, const MockRequest& request, int64_t now_ns);
  void generate(MockConnection& connection, const MockRequest& request, MockDialect dialect,
                int64_t now_ns);
  void begin(MockConnection& connection, int64_t start_ns);
  void send_due();
  void send_token(MockConnection& connection);
  void send_whole(MockConnection& connection);
  void note_token(MockConnection& connection, uint32_t index, int64_t sent_ns);
  /** @param moment_ns when it was to end: the next in the queue begins then */
  void end(MockConnection& connection, int64_t moment_ns);
  void free_slot(MockConnection& connection, int64_t moment_ns);
  int64_t wait_ns(MockConnection& connection, int64_t length_ns) noexcept;

  void reply(MockConnection& connection, int status, std::string_view reason,
             std::string_view body);
  /** Sends `out_`, or what the client's buffer takes of it. */
  void send_out(MockConnection& connection);
  void flush(MockConnection& connection);
  void close(MockConnection& connection, int64_t now_ns);
  void publish() noexcept;

  const MockOptions options_;
  MockControls& controls_;
  Published<MockTotals>& published_;
  LogHistogram& lateness_;
  RingWriter<MockStamp> stamps_;
  MockTotals totals_;
  Fd listener_;
  /** When to try to accept again, after the system had no descriptor left. */
  int64_t accept_at_ns_ = kNever;
  DeadlineHeap<MockConnection> moments_;
  /** A deque does not move what it holds. */
  std::deque<MockConnection> connections_;
  std::vector<MockConnection*> closed_;
  std::vector<MockConnection*> free_;
  /** For a slot; those that went away meanwhile are not waiting any more. */
  std::deque<MockConnection*> queue_;
  uint32_t used_slots_ = 0;
  std::string out_;
  std::vector<char> buffer_;
};

}  // namespace loadcell
