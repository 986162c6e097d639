#include <sched.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "base/clock.h"
#include "harness.h"
#include "wire/connection/reuse_policy.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr std::string_view kStream =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\ndata: [DONE]\r\n";

bool was_resent(const Outcome& outcome) { return (outcome.last.flags & event_flags::kResent) != 0; }

void drain_until_content(WireRig& rig, double id) {
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.outcome(id).body.empty()) {
    rig.drain();
    CHECK(monotonic_now_ns() < deadline_ns);
  }
}

/** What the first connection does after one response; every other connection responds to all requests. */
struct StaleServer {
  explicit StaleServer(std::function<void(Peer&)> after_first)
      : server([this, after_first = std::move(after_first)](Peer& peer) {
          const bool is_stale = is_first.exchange(false);
          while (!peer.read_request().empty()) {
            peer.send(response("ok"));
            if (is_stale) return after_first(peer);
          }
        }) {}

  std::atomic<bool> is_first{true};
  RawServer server;
};

/** Two successive requests: the second meets what the first connection then does. */
void check_sent_again(std::function<void(Peer&)> after_first, const std::string& second) {
  StaleServer server(std::move(after_first));
  WireRig rig;
  rig.wire().start({server.server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rig.stage(2, second);
  rig.drain_until_ended(2);
  const Outcome& outcome = rig.outcome(2);
  CHECK(outcome.last.kind == EventKind::kEnd);
  CHECK_EQUAL(outcome.body, "ok");
  CHECK(was_resent(outcome));
  CHECK_EQUAL(outcome.sent_rows, 1);
  CHECK(outcome.is_ordered);
  const WireTotals totals = rig.wire().totals();
  CHECK_EQUAL(totals.resends, 1U);
  CHECK_EQUAL(totals.sent, 2U);
  CHECK_EQUAL(totals.fresh_connections, 1U);
  CHECK_EQUAL(totals.failed, 0U);
}

}  // namespace

TEST("a request is sent again when the server closes before any byte of a response") {
  check_sent_again(
      [](Peer& peer) {
        peer.read_request();
        peer.close();
      },
      get_request());
  check_sent_again(
      [](Peer& peer) {
        peer.read_request();
        peer.reset();
      },
      get_request());
}

TEST("a half-written request that the server cuts off is sent again from its first byte") {
  check_sent_again(
      [](Peer& peer) {
        peer.read_some();
        peer.reset();
      },
      post_request(kBeyondBuffers));
}

TEST("a request that is sent again keeps the time of its first send") {
  std::atomic<int64_t> ended_ns{0};
  StaleServer server([&](Peer& peer) {
    peer.read_request();
    ended_ns = monotonic_now_ns();
    peer.close();
  });
  WireRig rig;
  rig.wire().start({server.server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK(rig.outcome(2).last.request.sent_ns < static_cast<double>(ended_ns.load()));
  CHECK(rig.outcome(2).last.request.first_byte_ns > static_cast<double>(ended_ns.load()));
}

TEST("a second failure, on the new connection, is the request's") {
  std::atomic<int> connections{0};
  RawServer server([&](Peer& peer) {
    const bool is_first = ++connections == 1;
    if (peer.read_request().empty()) return;
    if (is_first) {
      peer.send(response("ok"));
      peer.read_request();
    }
    peer.close();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK(rig.outcome(2).last.failure == WireFailure::kClosedEarly);
  // It has responded before, so it is not taken for a TLS server.
  CHECK_EQUAL(rig.outcome(2).last.detail, 0);
  CHECK(was_resent(rig.outcome(2)));
  CHECK_EQUAL(server.accepted(), 2);
  CHECK_EQUAL(rig.wire().totals().failed, 1U);
}

TEST("a request that fails on a connection opened for it is not sent again") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.close();
  });
  WireRig rig({.connections = 0});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.failure == WireFailure::kClosedEarly);
  CHECK_EQUAL(rig.outcome(1).last.detail, kNothingCame);
  CHECK_EQUAL(server.accepted(), 1);
}

TEST("a request whose response has begun is not sent again") {
  StaleServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n");
    peer.close();
  });
  WireRig rig;
  rig.wire().start({server.server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK(rig.outcome(2).last.failure == WireFailure::kClosedEarly);
  CHECK(!was_resent(rig.outcome(2)));
}

TEST("a server that closes unannounced after each response fails no request, and the wire learns it") {
  constexpr size_t kRequests = 400;
  constexpr size_t kConcurrency = 4;
  RawServer server([](Peer& peer) {
    if (peer.read_request().empty()) return;
    peer.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nTransfer-Encoding: chunked\r\n\r\n");
    peer.send("2\r\nok\r\n0\r\n\r\n");
    peer.close();
  });
  WireRig rig({.connections = kConcurrency, .most_connections = kConcurrency});
  rig.wire().start({server.address()});
  for (size_t id = 0; id < kRequests; ++id) rig.stage(static_cast<double>(id), get_request());
  rig.drain_until_ended(kRequests);
  const WireTotals totals = rig.wire().totals();
  CHECK_EQUAL(totals.completed, kRequests);
  // At most one per connection open when the first was lost: their waits do not add up.
  CHECK(totals.resends <= kConcurrency);
  CHECK(totals.opened_during + totals.opened_before >= kRequests);
  CHECK(totals.fresh_connections > 0 && totals.fresh_connections <= totals.opened_during);
}

TEST("with single-use connections each request has its own, and none fails") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 1, .most_connections = 2, .reuses_connections = false});
  rig.wire().start({server.address()});
  for (int id = 0; id < 10; ++id) rig.stage(id, get_request());
  rig.drain_until_ended(10);
  CHECK_EQUAL(rig.wire().totals().completed, 10U);
  CHECK_EQUAL(server.accepted(), 10);
  CHECK_EQUAL(rig.wire().totals().fresh_connections, 9U);
}

TEST("with single-use connections a scheduled request uses the one opened ahead for it") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 0, .most_connections = 2, .reuses_connections = false});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  rig.stage(1, get_request(), monotonic_now_ns() + kLongNs);
  rig.stage(2, get_request(), monotonic_now_ns() + 15 * kMillisecondNs);
  rig.drain_until_ended(1);
  CHECK(rig.outcome(2).last.kind == EventKind::kEnd);
  // On a busy machine it may be late; then the request opens its own.
  CHECK(server.accepted() <= 2);
}

TEST("finishing a request ends it and frees its slot immediately") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(kStream);
  });
  WireRig rig({.finish_timeout_ns = kMillisecondNs});
  rig.wire().start({server.address()});
  for (int id = 1; id <= 3; ++id) {
    rig.stage(id, get_request());
    const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
    while (rig.outcome(id).body.empty()) {
      rig.drain();
      CHECK(monotonic_now_ns() < deadline_ns);
    }
    rig.wire().finish(id);
    rig.drain_until_ended(static_cast<size_t>(id));
    CHECK(rig.outcome(id).last.kind == EventKind::kEnd);
    CHECK_EQUAL(rig.outcome(id).body, "data: [DONE]");
  }
  CHECK_EQUAL(server.accepted(), 3);
}

TEST("a finished connection whose response ends carries the next request") {
  std::atomic<bool> may_end{false};
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.send(kStream);
      while (!may_end) sched_yield();
      peer.send("4\r\nlate\r\n0\r\n\r\n");
    }
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  drain_until_content(rig, 1);
  rig.wire().finish(1);
  rig.drain_until_ended(1);
  const uint64_t received = rig.wire().totals().received_bytes;
  may_end = true;
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().received_bytes == received) CHECK(monotonic_now_ns() < deadline_ns);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  // Bytes after the end of the first response are in no response.
  CHECK_EQUAL(rig.outcome(1).body, "data: [DONE]");
  CHECK_EQUAL(rig.outcome(2).body, "data: [DONE]late");
  CHECK_EQUAL(server.accepted(), 1);
}

TEST("finishing an ended or unknown request does nothing") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rig.wire().finish(1);
  rig.wire().finish(7);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK_EQUAL(rig.outcome(1).last_rows, 1);
  CHECK(rig.outcome(2).last.kind == EventKind::kEnd);
  CHECK_EQUAL(server.accepted(), 1);
}

TEST("a finishing connection is closed when the wire stops") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(kStream);
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  drain_until_content(rig, 1);
  rig.wire().finish(1);
  rig.stop();
  CHECK(rig.outcome(1).last.kind == EventKind::kEnd);
  CHECK_EQUAL(rig.wire().totals().open_connections, 0U);
}

TEST("idle connections are closed on request, and a later request opens another") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 3, .most_connections = 3});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  rig.wire().close_idle();
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().open_connections > 0) CHECK(monotonic_now_ns() < deadline_ns);
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.kind == EventKind::kEnd);
  CHECK_EQUAL(rig.wire().totals().opened_during, 1U);
}

TEST("scheduled requests that wait for the connection limit are counted, those of a closed loop are not") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig closed;
  closed.wire().start({server.address()});
  for (int id = 0; id < 10; ++id) closed.stage(id, get_request());
  closed.drain_until_ended(10);
  CHECK_EQUAL(closed.wire().totals().limited_requests, 0U);
  CHECK_EQUAL(closed.wire().totals().limit_cause, static_cast<uint64_t>(ConnectionLimit::kNone));
  WireRig open;
  open.wire().start({server.address()});
  const int64_t at_ns = monotonic_now_ns();
  open.stage_all({1, 2, 3}, get_request(), {at_ns, at_ns, at_ns});
  open.drain_until_ended(3);
  CHECK_EQUAL(open.wire().totals().limited_requests, 2U);
  CHECK_EQUAL(open.wire().totals().limit_cause, static_cast<uint64_t>(ConnectionLimit::kConnections));
  CHECK_EQUAL(open.wire().totals().limited_at_connections, 1U);
}

TEST("a connection that waits for an idle one's thread is served once that closes, and the wire learns it") {
  // One thread for all connections: it serves the next one when the previous one closes.
  std::mutex thread;
  RawServer server([&](Peer& peer) {
    const std::scoped_lock only(thread);
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 0, .most_connections = 2});
  rig.wire().start({server.address()});
  for (int id = 0; id < 6; ++id) rig.stage(id, get_request(), monotonic_now_ns());
  rig.drain_until_ended(6);
  for (int id = 0; id < 6; ++id) CHECK(rig.outcome(id).last.kind == EventKind::kEnd);
}

TEST("the reuse policy learns from what a request met, and from a close right after a response") {
  ReusePolicy policy(true);
  CHECK(policy.may_use(true, 3600 * int64_t{1'000'000'000}));
  policy.ended_after(ReusePolicy::kSoonNs);
  CHECK(policy.may_use(true, 3600 * int64_t{1'000'000'000}));
  policy.lost_after(5'000'000'000);
  CHECK(policy.may_use(true, 3'700'000'000));
  CHECK(!policy.may_use(true, 3'800'000'000));
  CHECK(!policy.may_use(false, 3'800'000'000));
  policy.ended_after(ReusePolicy::kSoonNs - 1);
  CHECK(policy.is_single_use());
  CHECK(!policy.may_use(true, 0));
  CHECK(policy.may_use(false, 0));
  CHECK(ReusePolicy(false).is_single_use());
  ReusePolicy outcome(true);
  outcome.serve_once();
  CHECK(outcome.is_single_use());
}
