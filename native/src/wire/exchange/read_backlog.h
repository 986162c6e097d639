#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "wire/connection/connection.h"
#include "wire/wire_totals.h"

namespace loadcell {

/**
 * Connections whose reads are to continue: cut short after several in a row, or paused for lack of room. Belongs to the
 * wire thread; allocates only when it holds more than ever before.
 */
class ReadBacklog {
 public:
  explicit ReadBacklog(WireTotals& totals) : totals_(totals) {
    unread_.reserve(kExpectedConnections);
    resumed_.reserve(kExpectedConnections);
  }

  /** Bytes are known to be in the kernel, and there is room for them. */
  void add(Connection& connection) noexcept { unread_.push_back(&connection); }
  bool has_unread() const noexcept { return !unread_.empty(); }

  /** Calls `read` for the connections added before this call. It may add further ones, for the next call. */
  template <typename Read>
  void take(Read&& read) noexcept {
    resumed_.swap(unread_);
    for (Connection* const connection : resumed_) read(*connection);
    resumed_.clear();
  }

  bool has_paused() const noexcept { return paused_ > 0; }

  void pause(Connection& connection) noexcept {
    if (connection.paused_ns != kUnstamped) return;
    connection.paused_ns = monotonic_now_ns();
    ++paused_;
    ++totals_.read_pauses;
  }

  void end_pause(Connection& connection, int64_t now_ns) noexcept {
    if (connection.paused_ns == kUnstamped) return;
    totals_.paused_ns += now_ns - connection.paused_ns;
    connection.paused_ns = kUnstamped;
    --paused_;
  }

 private:
  static constexpr size_t kExpectedConnections = 4096;

  WireTotals& totals_;
  std::vector<Connection*> unread_;
  std::vector<Connection*> resumed_;
  size_t paused_ = 0;
};

}  // namespace loadcell
