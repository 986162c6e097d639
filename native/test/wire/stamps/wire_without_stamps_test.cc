#include "harness.h"
#include "support/without_timestamping.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

void respond(Peer& peer) {
  while (!peer.read_request().empty()) peer.send(response("ok"));
}

/** Whether every read of a request has the time of the thread, and the request is marked. */
bool has_thread_times(const Outcome& outcome) {
  if ((outcome.last.flags & event_flags::kThreadStamped) == 0) return false;
  for (const EventRecord& row : outcome.reads) {
    if ((row.flags & event_flags::kThreadStamped) == 0 || row.at_ns != row.bytes.read_ns) return false;
  }
  return !outcome.reads.empty();
}

}  // namespace

TEST("a connection whose timestamps end has those of the thread from then on, and its requests are marked") {
  RawServer server(respond);
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  const WireTotals before = rig.wire().totals();
  CHECK((rig.outcome(1).last.flags & event_flags::kThreadStamped) == 0);
  CHECK(before.kernel_stamped_reads >= 1);
  CHECK_EQUAL(before.thread_stamped_reads, 0U);

  CHECK_EQUAL(switch_timestamps_off(), 1);
  rig.stage(2, get_request());
  rig.drain_until_ended(2);
  const WireTotals after = rig.wire().totals();
  CHECK((rig.outcome(2).last.flags & event_flags::kNewConnection) == 0);
  CHECK(has_thread_times(rig.outcome(2)));
  CHECK_EQUAL(after.kernel_stamped_reads, before.kernel_stamped_reads);
  CHECK(after.thread_stamped_reads >= 1);
  CHECK_EQUAL(after.rejected_stamps, 0U);
}

TEST("where the kernel rejects timestamping, requests have the times of the thread and are marked") {
  RawServer server(respond);
  without_timestamping([&] {
    WireRig rig({.connections = 2, .most_connections = 2});
    rig.wire().start({server.address()});
    for (int id = 0; id < 4; ++id) rig.stage(id, get_request());
    rig.drain_until_ended(4);
    for (int id = 0; id < 4; ++id) {
      CHECK(rig.outcome(id).last.kind == EventKind::kEnd);
      CHECK(has_thread_times(rig.outcome(id)));
    }
    const WireTotals totals = rig.wire().totals();
    CHECK_EQUAL(totals.kernel_stamped_reads, 0U);
    CHECK(totals.thread_stamped_reads >= 4);
    CHECK_EQUAL(totals.rejected_stamps, 0U);
  });
}
