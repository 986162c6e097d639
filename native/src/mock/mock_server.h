#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/log_histogram.h"
#include "base/published.h"
#include "base/thread.h"
#include "mock/mock_loop.h"
#include "mock/mock_options.h"
#include "mock/mock_totals.h"

namespace loadcell {

/** Memory that JavaScript shares with the server's thread; it outlives the server. */
struct MockMemory {
  /** `ring_bytes(ring_slots, sizeof(MockStamp))` bytes. */
  void* ring;
  /** A power of two. */
  uint32_t ring_slots;
};

/**
 * Mock server of the OpenAI API with exactly known timing: every event has an absolute due time, contains the time it was
 * sent (audio aside), and leaves a row with both. It runs no model.
 *
 * Threads: the owner constructs, stops and destroys. Any thread that the owner admits may call `totals`, `lateness_ns` and
 * `cpu_ns`. Only the server's thread writes the ring.
 */
class MockServer {
 public:
  /** Listens and serves immediately. @throws Error LISTEN, ADDRESS, POLLER, THREAD */
  MockServer(const MockOptions& options, const MockMemory& memory);
  ~MockServer();
  MockServer(const MockServer&) = delete;
  MockServer& operator=(const MockServer&) = delete;

  uint16_t port() const noexcept { return port_; }

  /** Closes every connection, ends the thread and waits for it. Idempotent. */
  void stop() noexcept;

  MockTotals totals() const noexcept { return totals_.read(); }

  /** Nearest-rank quantile of the lateness of events; -1 before the first. */
  double lateness_ns(double quantile) const noexcept { return lateness_.quantile_ns(quantile); }

  /** CPU time of the server's thread. */
  int64_t cpu_ns() const noexcept { return thread_->cpu_ns(); }

  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  MockControls controls_;
  Published<MockTotals> totals_;
  LogHistogram lateness_;
  uint16_t port_ = 0;
  size_t ring_offset_bytes_ = 0;
  /** Null once the server is stopped: its sockets are closed with it. */
  std::unique_ptr<MockLoop> loop_;
  /** Last, so that it is joined before anything it uses is destroyed. */
  std::unique_ptr<Thread> thread_;
};

}  // namespace loadcell
