#include "launch/runner_channel.h"

#include <sys/socket.h>

#include <cerrno>

namespace loadcell {

void RunnerChannel::report(const std::string& line) const {
  if (!socket_.is_open()) return;
  const std::string text = line + "\n";
  // If the runner is gone, the next read notices.
  send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
}

std::optional<std::span<const RunnerOrder>> RunnerChannel::take_orders() {
  static_assert(sizeof(RunnerOrder) == 2);
  // The runner writes both bytes of an order together, so a buffer of an even size never holds half of one.
  const ssize_t got = recv(socket_.get(), orders_, sizeof(orders_), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::span<const RunnerOrder>();
  if (got <= 0) {
    socket_.reset();
    return std::nullopt;
  }
  return std::span<const RunnerOrder>(orders_, static_cast<size_t>(got) / sizeof(RunnerOrder));
}

}  // namespace loadcell
