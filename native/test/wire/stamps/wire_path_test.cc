#include <cmath>
#include <string>

#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** More than two segments, of 64 KiB each on loopback. */
constexpr size_t kLongBytes = 2'000'000;

void answer_all(Peer& peer) {
  while (!peer.read_request().empty()) peer.send(response("ok"));
}

}  // namespace

TEST("the row of a send has the least round trip of its connection") {
  RawServer server(answer_all);
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  const Outcome& outcome = rig.outcome(1);
  CHECK(outcome.sent.sent.least_round_trip_ns > 0);
  CHECK(outcome.sent.sent.least_round_trip_ns < 1e9);
  CHECK_EQUAL(outcome.departed_rows, 0);
  CHECK((outcome.last.flags & event_flags::kLong) == 0);
  CHECK_EQUAL(outcome.last.retransmits, 0);
  CHECK_EQUAL(outcome.last.detail, 0);
  CHECK(rig.wire().totals().least_round_trip_ns > 0);
}

TEST("a long request has a row of the time at which its last byte left, between its send and its first byte") {
  RawServer server(answer_all);
  WireRig rig;
  rig.wire().start({server.address()});
  for (int id = 0; id < 3; ++id) {
    rig.stage(id, post_request(kLongBytes));
    rig.drain_until_ended(static_cast<size_t>(id) + 1);
    const Outcome& outcome = rig.outcome(id);
    CHECK((outcome.last.flags & event_flags::kLong) != 0);
    CHECK(outcome.last.kind == EventKind::kEnd);
    CHECK(outcome.departed_rows >= 1);
    CHECK(outcome.departed_ns > outcome.last.request.sent_ns);
    CHECK(outcome.departed_ns < outcome.last.request.first_byte_ns);
  }
  // What the kernel reports of departures is no error of the connection.
  CHECK_EQUAL(rig.wire().totals().opened_during, 0U);
  CHECK_EQUAL(rig.wire().totals().failed, 0U);
}

TEST("a long request whose connection is reset fails as one that is short") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.reset();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, post_request(kLongBytes));
  rig.drain_until_ended(1);
  CHECK(rig.outcome(1).last.kind == EventKind::kFailed);
  CHECK(rig.outcome(1).last.failure == WireFailure::kReset);
}

TEST("the path of a Unix socket is unknown") {
  RawServer server(answer_all, RawServer::Family::kUnix);
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, post_request(kLongBytes));
  rig.drain_until_ended(1);
  const Outcome& outcome = rig.outcome(1);
  CHECK(std::isnan(outcome.sent.sent.least_round_trip_ns));
  CHECK_EQUAL(outcome.departed_rows, 0);
  CHECK((outcome.last.flags & event_flags::kLong) == 0);
  CHECK_EQUAL(rig.wire().totals().least_round_trip_ns, 0);
}
