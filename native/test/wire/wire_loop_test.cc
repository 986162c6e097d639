#include "wire/wire_loop.h"

#include <sched.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/ring.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/request/byte_arena.h"
#include "wire/request/event_record.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr uint32_t kSlots = 64;
constexpr size_t kArenaBytes = 1 << 20;

/** The loop without the wire, which would wake it for each order. */
struct LoopRig {
  explicit LoopRig(const WireOptions& options)
      : ring(ring_bytes(kSlots, sizeof(EventRecord))),
        arena(arena_bytes(kArenaBytes)),
        loop(options,
             {.ring = ring.data(),
              .ring_slots = kSlots,
              .arena = arena.data(),
              .arena_capacity_bytes = kArenaBytes},
             controls, totals, histograms) {}

  ~LoopRig() {
    controls.stopping = true;
    controls.poller.wake();
    thread.join();
    loop.wind_up();
    const std::unique_ptr<Order> spent(controls.spent.take_all());
  }

  void start(const Address& address) {
    loop.set_endpoints({{.addresses = {address}, .host = ""}}, {});
    thread = std::thread([this] { loop.run(); });
    while (totals.read().opened_at_ns == kUnstamped) sched_yield();
  }

  /** Stages one request without waking the loop, to be sent as soon as possible. */
  void stage_silently(double id) {
    auto order = std::make_unique<Order>();
    const std::string bytes = get_request();
    order->bytes.assign(bytes.begin(), bytes.end());
    Request request;
    request.id = id;
    request.timeout_ns = kLongNs;
    request.bytes = order->bytes.data();
    request.byte_count = order->bytes.size();
    request.order = order.get();
    order->requests.push_back(request);
    controls.orders.push(*order.release());
  }

  /** The last row of the only request. */
  EventRecord wait_for_last_row() {
    RingReader<EventRecord> reader(ring.data());
    for (EventRecord record{};;) {
      if (!reader.read(record)) sched_yield();
      if (record.kind == EventKind::kEnd || record.kind == EventKind::kFailed) return record;
    }
  }

  std::vector<std::byte> ring;
  std::vector<std::byte> arena;
  WireControls controls;
  Published<WireTotals> totals;
  WireHistograms histograms;
  WireLoop loop;
  std::thread thread;
};

/** Ends the first connection by `end` on request; responds on every other. */
struct EndingServer {
  explicit EndingServer(void (*end)(Peer&))
      : server([this, end](Peer& peer) {
          if (is_first.exchange(false)) {
            while (!may_end) sched_yield();
            end(peer);
            return;
          }
          while (!peer.read_request().empty()) peer.send(response("ok"));
        }) {}

  ~EndingServer() { may_end = true; }

  std::atomic<bool> is_first{true};
  std::atomic<bool> may_end{false};
  RawServer server;
};

}  // namespace

TEST("a request due in the turn that reports the end of a connection is not sent on it") {
  const std::vector<void (*)(Peer&)> ends{
      [](Peer& peer) { peer.close(); },
      [](Peer& peer) { peer.reset(); },
      [](Peer& peer) {
        peer.send(response("unasked"));
        peer.wait_for_end();
      },
  };
  for (const auto end : ends) {
    EndingServer server(end);
    LoopRig rig({.connections = 1, .most_connections = 4, .exchanges = {.connect_timeout_ns = kLongNs}, .limits = {}});
    rig.start(server.server.address());
    rig.stage_silently(1);
    server.may_end = true;
    const EventRecord last = rig.wait_for_last_row();
    CHECK(last.kind == EventKind::kEnd);
    CHECK((last.flags & event_flags::kNewConnection) != 0);
  }
}
