#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

void wait_for_pauses(WireRig& rig, uint64_t count) {
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().read_pauses < count) CHECK(monotonic_now_ns() < deadline_ns);
}

}  // namespace

TEST("a full arena pauses reading, and every late timestamp has its maximum delay") {
  const std::string body(400'000, 'x');
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response(body));
  });
  WireRig rig({.arena_capacity_bytes = 50'000});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  wait_for_pauses(rig, 1);
  const int64_t paused_ns = monotonic_now_ns();
  const int64_t resume_ns = paused_ns + 20 * kMillisecondNs;
  while (monotonic_now_ns() < resume_ns) {
  }
  rig.drain_until_ended(1);
  const Outcome& outcome = rig.outcome(1);
  CHECK(outcome.body == body);
  CHECK((outcome.last.flags & event_flags::kReadDelayed) != 0);
  CHECK(outcome.longest_delay_ns >= 20.0 * kMillisecondNs);
  CHECK(rig.wire().totals().paused_ns >= 20 * kMillisecondNs);
}

TEST("a full ring pauses responses, not sends; only redundant rows are lost") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  constexpr int kRequests = 64;
  WireRig rig({.connections = kRequests, .most_connections = kRequests, .ring_slots = 8});
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  const int64_t at_ns = monotonic_now_ns();
  std::vector<double> ids;
  for (int id = 0; id < kRequests; ++id) ids.push_back(id);
  rig.stage_all(ids, get_request(), std::vector<int64_t>(kRequests, at_ns));
  // Without draining, all requests are still sent.
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().sent < kRequests) CHECK(monotonic_now_ns() < deadline_ns);
  rig.drain_until_ended(kRequests);
  for (int id = 0; id < kRequests; ++id) {
    CHECK(rig.outcome(id).last.kind == EventKind::kEnd);
    CHECK_EQUAL(rig.outcome(id).body, "ok");
    CHECK(rig.outcome(id).last.request.sent_ns > 0);
  }
  const WireTotals totals = rig.wire().totals();
  int sent_rows = 0;
  for (const auto& [id, outcome] : rig.all()) sent_rows += outcome.sent_rows;
  CHECK_EQUAL(totals.dropped_rows, static_cast<uint64_t>(kRequests - sent_rows));
  CHECK(totals.dropped_rows > 0);
}

TEST("a request that times out while reading is paused is marked") {
  const std::string body(400'000, 'x');
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response(body));
  });
  WireRig rig({.arena_capacity_bytes = 50'000});
  rig.wire().start({server.address()});
  // A timeout before any pause proves nothing: retry with more time.
  int64_t timeout_ns = 30 * kMillisecondNs;
  for (int id = 1;; ++id, timeout_ns *= 4) {
    rig.stage(id, get_request(), kUnstamped, timeout_ns);
    const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
    while (rig.wire().totals().failed < static_cast<uint64_t>(id)) {
      CHECK(monotonic_now_ns() < deadline_ns);
    }
    const bool was_held_back = rig.wire().totals().read_pauses > 0;
    rig.drain_until_ended(static_cast<size_t>(id));
    CHECK(rig.outcome(id).last.failure == WireFailure::kTimeout);
    if (!was_held_back) continue;
    CHECK((rig.outcome(id).last.flags & event_flags::kReadDelayed) != 0);
    return;
  }
}

TEST("requests staged in batches while running all end, and their memory is returned") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 4, .most_connections = 4});
  rig.wire().start({server.address()});
  for (int piece = 0; piece < 20; ++piece) {
    for (int i = 0; i < 50; ++i) rig.stage(piece * 50 + i, get_request());
    rig.drain_until_ended(static_cast<size_t>(piece) * 50);
  }
  rig.drain_until_ended(1000);
  CHECK_EQUAL(rig.wire().totals().completed, 1000U);
  CHECK_EQUAL(rig.wire().totals().staged, 1000U);
}
