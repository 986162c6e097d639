#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/fd.h"

namespace loadcell {

/** What the runner orders: a letter and the number of a signal, or 0. See `Launcher` for the letters. */
struct RunnerOrder {
  unsigned char letter;
  unsigned char signal;
};

/** The socket to the runner: lines go out, orders come in. */
class RunnerChannel {
 public:
  explicit RunnerChannel(Fd socket) : socket_(std::move(socket)) {}

  int fd() const noexcept { return socket_.get(); }
  bool is_open() const noexcept { return socket_.is_open(); }

  /** Sends a line; does nothing once the runner is gone. */
  void report(const std::string& line) const;

  /** The orders that have arrived, valid until the next call. Nothing: the runner is gone, and the channel closed. */
  std::optional<std::span<const RunnerOrder>> take_orders();

 private:
  static constexpr size_t kMostOrders = 32;

  Fd socket_;
  RunnerOrder orders_[kMostOrders] = {};
};

}  // namespace loadcell
