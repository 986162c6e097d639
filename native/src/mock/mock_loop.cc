#include "mock/mock_loop.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/prompt_thread.h"
#include "base/socket_io.h"

namespace loadcell {
namespace {

constexpr size_t kReadBufferBytes = 256 * 1024;
/** After this many events in a row, requests get their turn. */
constexpr int kSendsInARow = 64;

}  // namespace

MockLoop::MockLoop(const MockOptions& options, Fd listener, RingWriter<MockStamp> stamps,
                   MockControls& controls, Published<MockTotals>& published,
                   LogHistogram& lateness)
    : options_(options),
      controls_(controls),
      published_(published),
      clients_(std::move(listener), controls.poller, totals_),
      dispatch_(options_, totals_),
      service_(options_, clients_, stamps, totals_, lateness),
      buffer_(kReadBufferBytes) {}

void MockLoop::run() {
  PromptThread prompt;
  clients_.begin_accepting();
  while (!controls_.stopping.load(std::memory_order_acquire)) {
    const auto events =
        controls_.poller.wait_until(std::min(service_.next_ns(), clients_.accept_at_ns()));
    send_due();
    for (const epoll_event& event : events) {
      if (!clients_.take_listener_event(event)) {
        handle(*static_cast<MockConnection*>(event.data.ptr), event.events);
      }
      send_due();
    }
    const int64_t now_ns = monotonic_now_ns();
    prompt.mind(now_ns);
    if (clients_.accept_at_ns() <= now_ns) clients_.accept_all(now_ns);
    clients_.recycle();
    publish();
  }
}

void MockLoop::publish() noexcept {
  service_.publish();
  published_.write(totals_);
}

void MockLoop::handle(MockConnection& connection, uint32_t events) {
  if (connection.state == MockConnection::State::kClosed) return;
  if ((events & EPOLLOUT) != 0 && !connection.unsent.empty()) {
    clients_.flush(connection);
    if (close_if_over(connection)) return;
  }
  const bool has_ended = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  if (has_ended || (events & EPOLLIN) != 0) read(connection, has_ended);
}

void MockLoop::read(MockConnection& connection, bool has_ended) {
  while (connection.state != MockConnection::State::kClosed) {
    const ssize_t count = receive_bytes(connection.socket.get(), buffer_.data(), buffer_.size());
    const int error = errno;
    const int64_t now_ns = monotonic_now_ns();
    if (count > 0) {
      connection.input.append(buffer_.data(), static_cast<size_t>(count));
      take_requests(connection, now_ns);
      // A short read has fetched everything, unless the end is still to come.
      if (static_cast<size_t>(count) < buffer_.size() && !has_ended) return;
    } else if (count == 0 || (error != EAGAIN && error != EINTR)) {
      close(connection, now_ns);
    } else if (error == EAGAIN) {
      return;
    }
  }
}

void MockLoop::take_requests(MockConnection& connection, int64_t now_ns) {
  while (connection.state == MockConnection::State::kIdle && !connection.input.empty()) {
    MockRequest request;
    bool wants_continue = false;
    const MockParse result = take_request(connection.input, request, wants_continue);
    if (wants_continue) clients_.send(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    if (connection.is_lost) {
      close(connection, now_ns);
      return;
    }
    if (result == MockParse::kMore) return;
    if (result != MockParse::kDone) {
      ++totals_.rejected;
      connection.keeps_alive = false;
      const MockReply reply = malformed_reply(result);
      clients_.reply(connection, reply.status, reply.reason, reply.body);
      close(connection, now_ns);
      return;
    }
    connection.keeps_alive = request.keeps_alive;
    const auto decision = dispatch_.decide(request);
    if (const auto* reply = std::get_if<MockReply>(&decision)) {
      clients_.reply(connection, reply->status, reply->reason, reply->body);
    } else {
      service_.take(connection, std::get<MockPlan>(decision), now_ns);
    }
    if (close_if_over(connection)) return;
  }
}

void MockLoop::send_due() {
  // Called after each event: where no event is scheduled, not even the clock is read.
  if (service_.next_ns() == kNever) return;
  const int64_t now_ns = monotonic_now_ns();
  for (int sends = 0; sends < kSendsInARow && service_.next_ns() <= now_ns; ++sends) {
    MockConnection& connection = service_.send_next();
    if (close_if_over(connection)) continue;
    if (connection.state == MockConnection::State::kIdle) {
      take_requests(connection, monotonic_now_ns());
    }
  }
}

bool MockLoop::close_if_over(MockConnection& connection) {
  const bool has_nothing_to_come = connection.state == MockConnection::State::kIdle &&
                                   !connection.keeps_alive && connection.unsent.empty();
  if (!connection.is_lost && !has_nothing_to_come) return false;
  close(connection, monotonic_now_ns());
  return true;
}

void MockLoop::close(MockConnection& connection, int64_t now_ns) {
  if (connection.state == MockConnection::State::kClosed) return;
  service_.abandon(connection, now_ns);
  clients_.close(connection);
}

}  // namespace loadcell
