#include "wire/stamps/receive_timestamping.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>

#include "base/clock.h"
#include "base/socket_io.h"

namespace loadcell {
namespace {

constexpr int64_t kLongestWaitNs = 100'000'000;
constexpr long kPauseNs = 200'000;

/** A datagram socket connected to itself; not open where there is no loopback. */
Fd open_loop() noexcept {
  Fd opened(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!opened.is_open()) return opened;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(opened.get(), generic, length) != 0 ||
      getsockname(opened.get(), generic, &length) != 0 ||
      connect(opened.get(), generic, length) != 0) {
    opened.reset();
  }
  return opened;
}

}  // namespace

bool ReceiveTimestamping::await() noexcept {
  if (!socket_.is_open()) socket_ = open_loop();
  if (!socket_.is_open() || !enable_receive_stamps(socket_.get())) return false;
  const int64_t deadline_ns = monotonic_now_ns() + kLongestWaitNs;
  char byte = 0;
  while (monotonic_now_ns() < deadline_ns) {
    if (send_bytes(socket_.get(), &byte, 1) != 1) return false;
    int64_t realtime_ns = 0;
    // A datagram may still be on its way: the next turn reads it.
    if (receive_stamped(socket_.get(), &byte, 1, realtime_ns) == 1 && realtime_ns != 0) return true;
    const timespec pause{.tv_sec = 0, .tv_nsec = kPauseNs};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, nullptr);
  }
  return false;
}

}  // namespace loadcell
