#include <atomic>
#include <string>

#include "base/clock.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

TEST("rows have the arrival by the kernel, between the bounds of their read") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig;
  rig.wire().start({server.address()});
  for (int id = 0; id < 20; ++id) {
    rig.stage(id, get_request());
    rig.drain_until_ended(static_cast<size_t>(id) + 1);
    const Outcome& outcome = rig.outcome(id);
    CHECK((outcome.last.flags & event_flags::kThreadStamped) == 0);
    for (const EventRecord& row : outcome.reads) {
      CHECK(row.bytes.after_ns >= outcome.last.request.sent_ns);
      CHECK(row.at_ns >= row.bytes.after_ns && row.at_ns <= row.bytes.read_ns);
    }
    CHECK_EQUAL(outcome.last.at_ns, outcome.reads.back().at_ns);
  }
  const WireTotals totals = rig.wire().totals();
  CHECK(totals.kernel_stamped_reads >= 20);
  CHECK_EQUAL(totals.thread_stamped_reads, 0U);
}

TEST("bytes that waited unread have the time of their arrival") {
  std::atomic<bool> has_sent{false};
  const std::string body(60'000, 'x');
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.send(response(body));
      has_sent = true;
    }
  });
  // The arena holds less than the body: the rest stays in the kernel until the rows are drained.
  WireRig rig({.arena_capacity_bytes = 50'000});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  const int64_t deadline_ns = monotonic_now_ns() + kLongNs;
  while (rig.wire().totals().read_pauses == 0 || !has_sent) CHECK(monotonic_now_ns() < deadline_ns);
  const auto drained_from_ns = static_cast<double>(monotonic_now_ns());
  rig.drain_until_ended(1);
  const EventRecord& last = rig.outcome(1).reads.back();
  CHECK(last.bytes.read_ns > drained_from_ns);
  CHECK(last.at_ns < drained_from_ns);
  CHECK(rig.outcome(1).body == body);
}

TEST("a socket without timestamps has those of the thread, and its requests are marked") {
  RawServer server(
      [](Peer& peer) {
        while (!peer.read_request().empty()) peer.send(response("ok"));
      },
      RawServer::Family::kUnix);
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  const Outcome& outcome = rig.outcome(1);
  CHECK((outcome.last.flags & event_flags::kThreadStamped) != 0);
  for (const EventRecord& row : outcome.reads) CHECK_EQUAL(row.at_ns, row.bytes.read_ns);
  CHECK_EQUAL(rig.wire().totals().kernel_stamped_reads, 0U);
}
