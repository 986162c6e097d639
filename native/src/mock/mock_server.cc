#include "mock/mock_server.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/error.h"
#include "wire/connection/endpoint.h"

namespace loadcell {
namespace {

constexpr int kBacklog = 4096;

[[noreturn]] void fail_to_listen(const MockOptions& options) {
  throw Error("LISTEN", "Cannot listen on " + options.host + ":" + std::to_string(options.port) +
                            ": " + std::strerror(errno) +
                            ". Choose another port, or 0 for any free port.");
}

uint16_t port_of(const Fd& listener) {
  sockaddr_in6 name{};
  socklen_t length = sizeof(name);
  if (getsockname(listener.get(), reinterpret_cast<sockaddr*>(&name), &length) != 0) return 0;
  // The port has the same offset in both address families.
  return ntohs(name.sin6_port);
}

}  // namespace

MockServer::MockServer(const MockOptions& options, const MockMemory& memory) {
  Fd listener = Address::from_ip(options.host, options.port).listen(kBacklog);
  if (!listener.is_open()) fail_to_listen(options);
  port_ = port_of(listener);
  RingWriter<MockStamp> stamps(memory.ring, memory.ring_slots);
  ring_offset_bytes_ = stamps.offset_bytes(memory.ring);
  loop_ = std::make_unique<MockLoop>(options, std::move(listener), stamps, controls_, totals_,
                                     lateness_);
  thread_ = std::make_unique<Thread>("loadcell-mock", [this](Thread&) { loop_->run(); });
}

MockServer::~MockServer() { stop(); }

void MockServer::stop() noexcept {
  controls_.stopping.store(true, std::memory_order_release);
  controls_.poller.wake();
  thread_->stop_and_join();
  loop_.reset();
}

}  // namespace loadcell
