#include <atomic>
#include <cmath>
#include <string>

#include "base/clock.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** Responds to every request of a connection with `body`. */
RawServer::Script answer_with(std::string body) {
  return [body](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response(body));
  };
}

void check_one_good_answer(RawServer& server) {
  WireRig rig;
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  rig.stage(7, get_request());
  rig.drain_until_ended(1);
  const Outcome& outcome = rig.outcome(7);
  CHECK(outcome.last.kind == EventKind::kEnd);
  CHECK_EQUAL(outcome.last.status, 200);
  CHECK_EQUAL(outcome.body, "hello");
  CHECK_EQUAL(outcome.head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  CHECK_EQUAL(outcome.sent_rows + outcome.head_rows + outcome.body_rows + outcome.last_rows, 4);
  CHECK(outcome.is_ordered);
  const auto& stamps = outcome.last.request;
  CHECK(stamps.scheduled_ns <= stamps.sent_ns && stamps.sent_ns <= stamps.first_byte_ns &&
        stamps.first_byte_ns <= outcome.last.at_ns);
  CHECK(std::isnan(stamps.connected_ns));
  CHECK_EQUAL(stamps.body_bytes, 5.0);
  const WireTotals totals = rig.wire().totals();
  CHECK_EQUAL(totals.opened_before, 1U);
  CHECK_EQUAL(totals.opened_during, 0U);
  CHECK_EQUAL(totals.completed, 1U);
  CHECK(totals.received_bytes > 5 && totals.sent_bytes == get_request().size());
}

}  // namespace

TEST("a request over IPv4 gets a response with ordered timestamps") {
  RawServer server(answer_with("hello"));
  check_one_good_answer(server);
}

TEST("a request over IPv6 gets a response with ordered timestamps") {
  RawServer server(answer_with("hello"), RawServer::Family::kIpv6);
  check_one_good_answer(server);
}

TEST("a request over a Unix socket gets a response with ordered timestamps") {
  RawServer server(answer_with("hello"), RawServer::Family::kUnix);
  check_one_good_answer(server);
}

TEST("one connection carries many successive requests") {
  RawServer server(answer_with("ok"));
  WireRig rig;
  rig.wire().start({server.address()});
  for (int id = 0; id < 100; ++id) rig.stage(id, get_request());
  rig.drain_until_ended(100);
  for (int id = 0; id < 100; ++id) {
    CHECK_EQUAL(rig.outcome(id).body, "ok");
    if (id > 0) CHECK(rig.outcome(id).last.request.sent_ns >= rig.outcome(id - 1).last.at_ns);
  }
  CHECK_EQUAL(server.accepted(), 1);
}

TEST("a response that arrives byte by byte is complete") {
  const std::string body(300, 'x');
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) peer.send_bytewise(response(body));
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK_EQUAL(rig.outcome(1).body, body);
  CHECK_EQUAL(rig.outcome(2).body, body);
  CHECK(rig.outcome(2).is_ordered);
}

TEST("a request larger than the socket's buffer is sent whole") {
  std::string seen;
  RawServer server([&](Peer& peer) {
    seen = peer.read_request();
    peer.send(response("got it"));
  });
  const std::string request = post_request(kBeyondBuffers);
  {
    WireRig rig;
    rig.wire().start({server.address()});
    rig.stage(1, request);
    rig.drain_until_ended(1);
    CHECK_EQUAL(rig.outcome(1).body, "got it");
    CHECK_EQUAL(rig.wire().totals().sent_bytes, request.size());
  }
  CHECK(seen == request);
}

TEST("a response before the end of its request is kept, and the connection is not reused") {
  RawServer server([](Peer& peer) {
    peer.read_some();
    peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
    peer.wait_without_reading();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, post_request(30'000'000));
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.kind == EventKind::kEnd);
  CHECK_EQUAL(rig.outcome(1).last.status, 413);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK_EQUAL(rig.outcome(2).last.status, 413);
  CHECK_EQUAL(rig.wire().totals().opened_during, 1U);
  CHECK((rig.outcome(2).last.flags & event_flags::kNewConnection) != 0);
  CHECK(rig.outcome(2).last.request.connected_ns <= rig.outcome(2).last.request.sent_ns);
}

TEST("a body that ends with the connection is complete, and the next request opens another") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\nall");
    peer.half_close();
    peer.wait_for_end();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  for (const double id : {1.0, 2.0}) {
    CHECK(rig.outcome(id).last.kind == EventKind::kEnd);
    CHECK_EQUAL(rig.outcome(id).body, "all");
  }
  CHECK_EQUAL(server.accepted(), 2);
}

TEST("a connection that the server closed while idle is not used") {
  RawServer server([](Peer& peer) {
    if (peer.read_request().empty()) return;
    peer.send(response("one"));
    peer.close();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().open_connections > 0) CHECK(monotonic_now_ns() < deadline_ns);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK_EQUAL(rig.outcome(2).body, "one");
}

TEST("a connection that closes together with its response is not kept") {
  RawServer server([](Peer& peer) {
    if (peer.read_request().empty()) return;
    peer.send(response("last"));
    peer.close();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  for (int id = 0; id < 50; ++id) {
    rig.stage(id, get_request());
    rig.drain_until_ended(static_cast<size_t>(id) + 1);
    CHECK_EQUAL(rig.outcome(id).body, "last");
    while (rig.wire().totals().open_connections > 0) CHECK(monotonic_now_ns() < deadline_ns);
  }
}

TEST("bytes after a response that just filled its read are not the next response") {
  // A read is limited to the room of the arena less a head.
  constexpr size_t kHeaderBytes = 512;
  constexpr size_t kArenaBytes = 17'408;
  std::string whole = response(std::string(10'000, 'x'));
  whole = response(std::string(kArenaBytes - kHeaderBytes - (whole.size() - 10'000), 'x'));
  std::atomic<bool> is_first{true};
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.send(is_first.exchange(false) ? whole + response("stray") : response("own"));
    }
  });
  WireRig rig({.limits = {.header_bytes = kHeaderBytes, .body_bytes = 1 << 20},
               .arena_capacity_bytes = kArenaBytes});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK_EQUAL(rig.outcome(1).body.size(), whole.size() - whole.find("\r\n\r\n") - 4);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  CHECK_EQUAL(rig.outcome(2).body, "own");
  CHECK((rig.outcome(2).last.flags & event_flags::kNewConnection) != 0);
}

TEST("the second address is used when the first refuses, and tried first from then on") {
  RawServer server(answer_with("here"));
  WireRig rig({.connections = 0, .most_connections = 4});
  rig.wire().start({closed_port(), server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK_EQUAL(rig.outcome(1).body, "here");
  CHECK_EQUAL(rig.wire().totals().failed_connections, 0U);
}

TEST("a long response arrives whole through a smaller arena") {
  std::string body;
  for (int i = 0; body.size() < 3'000'000; ++i) body += std::to_string(i) + " ";
  RawServer server(answer_with(body));
  WireRig rig({.arena_capacity_bytes = 100'000});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).body == body);
}
