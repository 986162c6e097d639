#include <sched.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

RawServer::Script answering() {
  return [](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  };
}

RawServer::Script silent() {
  return [](Peer& peer) { peer.wait_for_end(); };
}

}  // namespace

TEST("requests are sent at their scheduled start, never before, ordered by time and not by staging") {
  RawServer server(answering());
  WireRig rig({.connections = 4, .most_connections = 4});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  const int64_t start_ns = monotonic_now_ns() + 20 * kMillisecondNs;
  std::vector<double> ids;
  std::vector<int64_t> times;
  for (int i = 0; i < 50; ++i) {
    const int slot = (i * 17) % 50;
    ids.push_back(slot);
    times.push_back(start_ns + slot * kMillisecondNs);
  }
  rig.stage_all(ids, get_request(), times);
  rig.drain_until_ended(50);
  double previous_ns = 0;
  for (int slot = 0; slot < 50; ++slot) {
    const auto& stamps = rig.outcome(slot).last.request;
    CHECK_EQUAL(stamps.scheduled_ns, static_cast<double>(start_ns + slot * kMillisecondNs));
    CHECK(stamps.sent_ns >= stamps.scheduled_ns);
    CHECK(stamps.sent_ns >= previous_ns);
    previous_ns = stamps.sent_ns;
  }
  CHECK(rig.wire().send_delay_ns(0.5) <= rig.wire().send_delay_ns(0.99));
}

TEST("requests staged one by one are sent by time, and those of the same time in staging order") {
  // If the first was due before the last was staged, the order proves nothing: retry with a later start.
  for (int64_t lead_ns = 30 * kMillisecondNs;; lead_ns *= 10) {
    RawServer server(answering());
    WireRig rig;
    rig.wire().start({server.address()});
    rig.wait_until_opened();
    const int64_t start_ns = monotonic_now_ns() + lead_ns;
    for (int i = 0; i < 60; ++i) {
      const int slot = ((i * 17) % 60) / 2;
      rig.stage(i, get_request(), start_ns + slot * kMillisecondNs / 4);
    }
    const bool all_were_staged = monotonic_now_ns() < start_ns;
    rig.drain_until_ended(60);
    if (!all_were_staged) continue;
    for (int one = 0; one < 60; ++one) {
      for (int other = 0; other < 60; ++other) {
        const auto& first = rig.outcome(one).last.request;
        const auto& second = rig.outcome(other).last.request;
        const bool is_before = first.scheduled_ns < second.scheduled_ns ||
                               (first.scheduled_ns == second.scheduled_ns && one < other);
        if (is_before) CHECK(first.sent_ns < second.sent_ns);
      }
    }
    return;
  }
}

TEST("a late request is sent immediately and keeps its scheduled start") {
  RawServer server(answering());
  WireRig rig;
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  const int64_t past_ns = monotonic_now_ns() - 100 * kMillisecondNs;
  rig.stage(1, get_request(), past_ns);
  rig.drain_until_ended(1);
  const auto& stamps = rig.outcome(1).last.request;
  CHECK_EQUAL(stamps.scheduled_ns, static_cast<double>(past_ns));
  CHECK(stamps.sent_ns - stamps.scheduled_ns >= 100.0 * kMillisecondNs);
  CHECK_EQUAL(rig.wire().totals().late_sends, 1U);
  CHECK(rig.wire().totals().max_send_delay_ns >= 100 * kMillisecondNs);
}

TEST("requests beyond the connection limit wait, and the wait counts from the scheduled start") {
  RawServer server(answering());
  WireRig rig({.connections = 2, .most_connections = 2});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  const int64_t at_ns = monotonic_now_ns();
  rig.stage_all({0, 1, 2, 3, 4, 5, 6, 7}, get_request(), std::vector<int64_t>(8, at_ns));
  rig.drain_until_ended(8);
  for (int id = 0; id < 8; ++id) {
    CHECK_EQUAL(rig.outcome(id).last.request.scheduled_ns, static_cast<double>(at_ns));
    // A request leaves only when one of the two connections is free again.
    int under_way = 0;
    for (int other = 0; other < 8; ++other) {
      const EventRecord& last = rig.outcome(other).last;
      const double moment_ns = rig.outcome(id).last.request.sent_ns;
      if (last.request.sent_ns <= moment_ns && moment_ns < last.at_ns) ++under_way;
    }
    CHECK(under_way <= 2);
  }
  CHECK_EQUAL(server.accepted(), 2);
}

TEST("below the limit every request gets a connection, opened on demand and counted") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.wait_for_end();
  });
  WireRig rig({.connections = 1, .most_connections = 100});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  for (int id = 0; id < 10; ++id) rig.stage(id, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 10) CHECK(monotonic_now_ns() < deadline_ns);
  CHECK_EQUAL(rig.wire().totals().opened_before, 1U);
  CHECK_EQUAL(rig.wire().totals().opened_during, 9U);
  rig.stop();
}

TEST("one request is canceled while others continue") {
  RawServer server(silent());
  WireRig rig({.connections = 2, .most_connections = 2});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.stage(2, get_request());
  rig.stage(3, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 2) CHECK(monotonic_now_ns() < deadline_ns);
  rig.wire().cancel(1);
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.failure == WireFailure::kCancelled);
  CHECK(!std::isnan(rig.outcome(1).last.request.sent_ns));
  // Its connection was closed with it; the waiting request has a new one.
  while (rig.wire().totals().sent < 3) CHECK(monotonic_now_ns() < deadline_ns);
  CHECK_EQUAL(rig.outcome(2).last_rows, 0);
  rig.stop();
  CHECK_EQUAL(rig.outcome(2).last_rows, 1);
}

TEST("a request canceled before its turn is never sent") {
  // If its turn came first, retry with more time.
  for (int64_t lead_ns = 50 * kMillisecondNs;; lead_ns *= 10) {
    RawServer server(answering());
    WireRig rig;
    rig.wire().start({server.address()});
    rig.wait_until_opened();
    const int64_t turn_ns = monotonic_now_ns() + lead_ns;
    rig.stage(1, get_request(), turn_ns);
    rig.stage(2, get_request(), turn_ns + 10 * kMillisecondNs);
    rig.wire().cancel(1);
    const bool was_in_time = monotonic_now_ns() < turn_ns;
    rig.drain_until_ended(2);
    if (!was_in_time) continue;
    CHECK(rig.outcome(1).last.failure == WireFailure::kCancelled);
    CHECK(std::isnan(rig.outcome(1).last.request.sent_ns));
    CHECK(rig.outcome(2).last.kind == EventKind::kEnd);
    return;
  }
}

TEST("all requests in flight and staged are canceled; later ones are not") {
  RawServer server(silent());
  WireRig rig({.connections = 4, .most_connections = 4});
  rig.wire().start({server.address()});
  for (int id = 0; id < 20; ++id) rig.stage(id, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 4) CHECK(monotonic_now_ns() < deadline_ns);
  rig.wire().cancel_all();
  rig.drain_until_ended(20);
  for (int id = 0; id < 20; ++id) CHECK(rig.outcome(id).last.failure == WireFailure::kCancelled);
  rig.stage(100, get_request());
  while (rig.wire().totals().sent < 5) CHECK(monotonic_now_ns() < deadline_ns);
  rig.stop();
}

TEST("when sending ends, unsent requests are dropped and requests in flight continue") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.read_request();
    peer.send(response("ok"));
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(0, get_request());
  for (int id = 1; id < 1000; ++id) rig.stage(id, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 1) CHECK(monotonic_now_ns() < deadline_ns);
  rig.wire().end_sending_at(monotonic_now_ns() + 5 * kMillisecondNs);
  rig.drain_until_ended(999);
  CHECK_EQUAL(rig.outcome(0).last_rows, 0);
  for (int id = 1; id < 1000; ++id) {
    CHECK(rig.outcome(id).last.kind == EventKind::kDropped);
    CHECK(std::isnan(rig.outcome(id).last.request.sent_ns));
  }
  CHECK_EQUAL(rig.wire().totals().dropped, 999U);
  rig.stop();
  CHECK(rig.outcome(0).last.failure == WireFailure::kCancelled);
}

TEST("a request whose connection opens only after sending has ended is dropped") {
  FullListener server;
  WireRig rig({.connections = 0});
  rig.wire().start({server.address()});
  const int64_t end_ns = monotonic_now_ns() + 200 * kMillisecondNs;
  rig.wire().end_sending_at(end_ns);
  rig.stage(1, get_request());
  // Until then it cannot connect; soon afterwards the kernel retries.
  while (monotonic_now_ns() < end_ns) sched_yield();
  server.make_room();
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.kind == EventKind::kDropped);
  CHECK(std::isnan(rig.outcome(1).last.request.sent_ns));
  CHECK_EQUAL(rig.outcome(1).sent_rows, 0);
  CHECK_EQUAL(rig.wire().totals().dropped, 1U);
  rig.stop();
  CHECK_EQUAL(rig.outcome(1).last_rows, 1);
}

TEST("stopping cancels requests in flight and drops the rest: each has its last row") {
  RawServer server(silent());
  WireRig rig({.connections = 3, .most_connections = 3, .ring_slots = 16});
  rig.wire().start({server.address()});
  for (int id = 0; id < 500; ++id) rig.stage(id, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 3) CHECK(monotonic_now_ns() < deadline_ns);
  rig.stop();
  CHECK_EQUAL(rig.ended(), 500U);
  int cancelled = 0;
  for (const auto& [id, outcome] : rig.all()) {
    CHECK_EQUAL(outcome.last_rows, 1);
    if (outcome.last.failure == WireFailure::kCancelled) ++cancelled;
  }
  CHECK_EQUAL(cancelled, 3);
}

TEST("a wire that never started drops what was staged, also after the stop") {
  WireRig rig;
  rig.stage(1, get_request());
  rig.stop();
  rig.stage(2, get_request());
  rig.wire().stop();
  rig.stop();
  CHECK(rig.outcome(1).last.kind == EventKind::kDropped);
  CHECK(rig.outcome(2).last.kind == EventKind::kDropped);
}

TEST("a wire destroyed without a stop, with unread rows, leaks nothing") {
  RawServer server(answering());
  WireRig rig({.ring_slots = 4});
  rig.wire().start({server.address()});
  for (int id = 0; id < 100; ++id) rig.stage(id, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < 1) CHECK(monotonic_now_ns() < deadline_ns);
}
