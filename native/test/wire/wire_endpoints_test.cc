#include <atomic>
#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "wire/raw_server.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** Responds to every request with `name`, a colon and the request's Host. */
RawServer::Script name_itself(std::string name) {
  return [name](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      const size_t value = request.find("Host: ") + 6;
      peer.send(response(name + ":" + request.substr(value, request.find("\r\n", value) - value)));
    }
  };
}

std::vector<ServerEndpoint> endpoints_of(const Address& first, const Address& second) {
  return {{.addresses = {first}, .host = "a"}, {.addresses = {second}, .host = "long"}};
}

}  // namespace

TEST("a request goes to the endpoint that it names, and its rows name it") {
  RawServer first(name_itself("first"));
  RawServer second(name_itself("second"));
  WireRig rig({.connections = 2, .most_connections = 2});
  rig.wire().start_all(endpoints_of(first.address(), second.address()));
  for (int id = 0; id < 40; ++id) {
    rig.stage(id, get_request(), kUnstamped, kLongNs, static_cast<uint8_t>(id % 2));
  }
  rig.drain_until_ended(40);
  for (int id = 0; id < 40; ++id) {
    CHECK_EQUAL(rig.outcome(id).body, id % 2 == 0 ? "first:test" : "second:test");
    CHECK_EQUAL(rig.outcome(id).sent.endpoint, id % 2);
    CHECK_EQUAL(rig.outcome(id).last.endpoint, id % 2);
    CHECK_EQUAL(rig.outcome(id).last.status, 200);
  }
  CHECK_EQUAL(rig.wire().totals().opened_before, 2U);
}

TEST("the limit on requests in flight holds for all endpoints together") {
  std::atomic<int> in_flight = 0;
  std::atomic<int> most = 0;
  const auto count = [&](Peer& peer) {
    while (!peer.read_request().empty()) {
      const int now = ++in_flight;
      int seen = most;
      while (now > seen && !most.compare_exchange_weak(seen, now)) {
      }
      --in_flight;
      peer.send(response("ok"));
    }
  };
  RawServer first(count);
  RawServer second(count);
  WireRig rig({.connections = 1, .most_connections = 1});
  rig.wire().start_all(endpoints_of(first.address(), second.address()));
  for (int id = 0; id < 200; ++id) {
    rig.stage(id, get_request(), kUnstamped, kLongNs, static_cast<uint8_t>(id % 2));
  }
  rig.drain_until_ended(200);
  CHECK_EQUAL(most.load(), 1);
  CHECK_EQUAL(rig.wire().totals().completed, 200U);
}

TEST("a request for any endpoint goes to the one with the fewest in flight, under its name") {
  RawServer idle(name_itself("idle"));
  RawServer stuck([](Peer& peer) { peer.wait_for_end(); });
  WireRig rig({.connections = 2, .most_connections = 16});
  rig.wire().start_all(endpoints_of(stuck.address(), idle.address()));
  rig.wait_until_opened();
  const std::string request = "GET / HTTP/1.1\r\nHost: long\r\n\r\n";
  rig.stage(100, request, kUnstamped, kLongNs, 0);
  rig.stage(101, request, kUnstamped, kLongNs, 0);
  for (int id = 0; id < 10; ++id) {
    rig.stage(id, request, kUnstamped, kLongNs, kAnyEndpoint);
    rig.drain_until_ended(static_cast<size_t>(id) + 1);
    CHECK_EQUAL(rig.outcome(id).body, "idle:long");
    CHECK_EQUAL(rig.outcome(id).last.endpoint, 1);
  }
  rig.stop();
}

TEST("requests for any endpoint take turns among endpoints that are equally free") {
  RawServer first(name_itself("first"));
  RawServer second(name_itself("second"));
  WireRig rig({.connections = 2, .most_connections = 2});
  rig.wire().start_all(endpoints_of(first.address(), second.address()));
  for (int id = 0; id < 10; ++id) {
    rig.stage(id, "GET / HTTP/1.1\r\nHost: long\r\n\r\n", kUnstamped, kLongNs, kAnyEndpoint);
    rig.drain_until_ended(static_cast<size_t>(id) + 1);
    CHECK_EQUAL(rig.outcome(id).body, id % 2 == 0 ? "first:a" : "second:long");
  }
}

TEST("an endpoint that refuses fails its own requests and no others") {
  RawServer alive(name_itself("alive"));
  WireRig rig({.connections = 2, .most_connections = 4});
  rig.wire().start_all(endpoints_of(alive.address(), closed_port()));
  rig.wait_until_opened();
  CHECK_EQUAL(rig.wire().totals().opened_before, 1U);
  for (int id = 0; id < 10; ++id) {
    rig.stage(id, get_request(), kUnstamped, kLongNs, static_cast<uint8_t>(id % 2));
  }
  rig.drain_until_ended(10);
  for (int id = 0; id < 10; ++id) {
    const EventRecord& last = rig.outcome(id).last;
    CHECK(last.kind == (id % 2 == 0 ? EventKind::kEnd : EventKind::kFailed));
    if (id % 2 == 1) CHECK(last.failure == WireFailure::kRefused);
    CHECK_EQUAL(last.endpoint, id % 2);
  }
}

TEST("a scheduled request to one endpoint is not late because the other does not respond") {
  RawServer alive(name_itself("alive"));
  RawServer stuck([](Peer& peer) { peer.wait_for_end(); });
  WireRig rig({.connections = 4, .most_connections = 64});
  rig.wire().start_all(endpoints_of(alive.address(), stuck.address()));
  rig.wait_until_opened();
  const int64_t begin_ns = monotonic_now_ns() + 50 * kMillisecondNs;
  for (int id = 0; id < 20; ++id) {
    rig.stage(id, get_request(), begin_ns + id * kMillisecondNs, kLongNs,
              static_cast<uint8_t>(id % 2));
  }
  rig.drain_until_ended(10);
  for (int id = 0; id < 20; id += 2) {
    CHECK_EQUAL(rig.outcome(id).body, "alive:test");
    CHECK(rig.outcome(id).sent.sent.sent_ns >= rig.outcome(id).sent.sent.scheduled_ns);
  }
  rig.stop();
}
