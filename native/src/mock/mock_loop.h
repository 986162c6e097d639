#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/log_histogram.h"
#include "base/poller.h"
#include "base/published.h"
#include "base/ring.h"
#include "mock/mock_clients.h"
#include "mock/mock_connection.h"
#include "mock/mock_dispatch.h"
#include "mock/mock_options.h"
#include "mock/mock_service.h"
#include "mock/mock_stamp.h"
#include "mock/mock_totals.h"

namespace loadcell {

/** What the owner and the server's thread share; each member is safe for both at any time. */
struct MockControls {
  Poller poller;
  std::atomic<bool> stopping{false};
};

/** The work of the server's thread: reads requests and sends each event at its time. */
class MockLoop {
 public:
  MockLoop(const MockOptions& options, Fd listener, RingWriter<MockStamp> stamps,
           MockControls& controls, Published<MockTotals>& published, LogHistogram& lateness);

  /** The body of the thread: runs until a stop is requested. */
  void run();

 private:
  void handle(MockConnection& connection, uint32_t events);
  void read(MockConnection& connection, bool has_ended);
  /** Takes the next requests that have arrived whole. */
  void take_requests(MockConnection& connection, int64_t now_ns);
  void send_due();
  /** Closes a connection that is lost, or idle and not kept alive. Whether it did. */
  bool close_if_over(MockConnection& connection);
  void close(MockConnection& connection, int64_t now_ns);
  void publish() noexcept;

  const MockOptions options_;
  MockControls& controls_;
  Published<MockTotals>& published_;
  MockTotals totals_;
  MockClients clients_;
  MockDispatch dispatch_;
  MockService service_;
  std::vector<char> buffer_;
};

}  // namespace loadcell
