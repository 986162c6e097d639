#include <sys/resource.h>

#include <cerrno>
#include <cmath>
#include <string>
#include <vector>

#include "base/clock.h"
#include "harness.h"
#include "raw_server.h"
#include "wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

std::string kind_text(WireFailure failure) { return std::to_string(static_cast<int>(failure)); }

/** What a request to such a server comes to; after it the wire must still be of use. */
Told outcome_of(const RawServer::Script& script, int64_t timeout_ns = kLongNs) {
  RawServer server(script);
  WireRig rig({.limits = {.header_bytes = 4096, .body_bytes = 100'000}});
  rig.wire().start({server.address()});
  rig.stage(1, get_request(), kUnstamped, timeout_ns);
  rig.drain_until_ended(1);
  const Told told = rig.told(1);
  rig.stop();
  CHECK_EQUAL(told.last_rows, 1);
  CHECK(told.is_ordered);
  return told;
}

void check_fails(const RawServer::Script& script, WireFailure failure,
                 ProtocolFault fault = ProtocolFault::kNone) {
  const Told told = outcome_of(script);
  CHECK(told.last.kind == EventKind::kFailed);
  CHECK_EQUAL(kind_text(told.last.failure), kind_text(failure));
  if (failure == WireFailure::kProtocol) {
    CHECK_EQUAL(told.last.detail, static_cast<uint16_t>(fault));
  }
}

RawServer::Script after_request(std::string bytes) {
  return [bytes](Peer& peer) {
    peer.read_request();
    peer.send(bytes);
    peer.wait_for_end();
  };
}

}  // namespace

TEST("nobody listens: refused, and never sent") {
  WireRig rig({.connections = 0});
  rig.wire().start({closed_port()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK_EQUAL(kind_text(rig.told(1).last.failure), kind_text(WireFailure::kRefused));
  CHECK(std::isnan(rig.told(1).last.request.sent_ns));
  CHECK_EQUAL(rig.told(1).sent_rows, 0);
  CHECK_EQUAL(rig.wire().totals().failed_connections, 1U);
}

TEST("of several addresses the failure that says most about the server is told, whichever comes last") {
  // No TCP connection goes to everybody: the kernel says at once that there is no way.
  const Address unreachable = Address::from_ip("255.255.255.255", 80);
  const std::vector<std::vector<Address>> orders{{closed_port(), unreachable},
                                                 {unreachable, closed_port()}};
  for (const std::vector<Address>& addresses : orders) {
    WireRig rig({.connections = 0});
    rig.wire().start(addresses);
    rig.stage(1, get_request());
    rig.drain_until_ended(1);
    CHECK_EQUAL(kind_text(rig.told(1).last.failure), kind_text(WireFailure::kRefused));
    CHECK_EQUAL(rig.told(1).last.detail, ECONNREFUSED);
  }
}

TEST("an address of a family or a network that this machine is not part of is unreachable") {
  for (const int error : {EADDRNOTAVAIL, EAFNOSUPPORT, ENETUNREACH, EHOSTUNREACH}) {
    CHECK_EQUAL(kind_text(failure_of_errno(error)), kind_text(WireFailure::kUnreachable));
  }
}

TEST("connections that cannot be opened beforehand are counted, and the clock starts") {
  WireRig rig({.connections = 3, .most_connections = 3});
  rig.wire().start({closed_port()});
  rig.wait_until_opened();
  const WireTotals totals = rig.wire().totals();
  CHECK_EQUAL(totals.failed_connections, 3U);
  CHECK_EQUAL(totals.opened_before, 0U);
  CHECK_EQUAL(totals.last_connect_failure, static_cast<uint64_t>(WireFailure::kRefused));
}

TEST("a unix socket that does not exist: refused") {
  WireRig rig({.connections = 0});
  rig.wire().start({Address::from_path("/nonexistent/loadcell.sock")});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK_EQUAL(kind_text(rig.told(1).last.failure), kind_text(WireFailure::kRefused));
}

TEST("a reset instead of an answer") {
  check_fails(
      [](Peer& peer) {
        peer.read_request();
        peer.reset();
      },
      WireFailure::kReset);
}

TEST("a reset in the middle of the question, of which sending learns first") {
  RawServer server([](Peer& peer) {
    peer.read_some();
    peer.reset();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  rig.stage(1, post_request(30'000'000));
  rig.drain_until_ended(1);
  const EventRecord& last = rig.told(1).last;
  CHECK_EQUAL(kind_text(last.failure), kind_text(WireFailure::kReset));
  CHECK(last.detail == ECONNRESET || last.detail == EPIPE);
}

TEST("a reset in the middle of a stream keeps what came before") {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    peer.read_request();
    peer.reset();
  });
  WireRig rig;
  rig.wire().start({server.address()});
  // Two heads in one: the server's second read does not wait.
  rig.stage(1, get_request() + "GET /2 HTTP/1.1\r\n\r\n");
  rig.drain_until_ended(1);
  CHECK_EQUAL(rig.told(1).last.status, 200);
  CHECK(rig.told(1).last.failure == WireFailure::kReset);
}

TEST("the end instead of an answer, in the head, and in the body: closed early") {
  const auto then_close = [](std::string bytes) {
    return [bytes](Peer& peer) {
      peer.read_request();
      peer.send(bytes);
      peer.close();
    };
  };
  check_fails(then_close(""), WireFailure::kClosedEarly);
  CHECK_EQUAL(outcome_of(then_close("")).last.detail, kNothingCame);
  CHECK_EQUAL(outcome_of(then_close("H")).last.detail, 0);
  check_fails(then_close("HTTP/1.1 200 OK\r\nContent-"), WireFailure::kClosedEarly);
  check_fails(then_close("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"),
              WireFailure::kClosedEarly);
}

TEST("a server that ends its side only, mid-stream: closed early") {
  check_fails(
      [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        peer.half_close();
        peer.wait_for_end();
      },
      WireFailure::kClosedEarly);
}

TEST("what is not HTTP is a protocol failure, with its fault") {
  check_fails(after_request("SSH-2.0-OpenSSH_9.2\r\n"), WireFailure::kProtocol,
              ProtocolFault::kBadStatusLine);
  check_fails(after_request("HTTP/1.1 200 OK\r\nbroken\r\n\r\n"), WireFailure::kProtocol,
              ProtocolFault::kBadHeader);
  check_fails(after_request("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
              WireFailure::kProtocol, ProtocolFault::kBadChunk);
}

TEST("a port that speaks TLS is told by its alert") {
  check_fails(after_request(std::string("\x15\x03\x01\x00\x02\x02\x46", 7)),
              WireFailure::kProtocol, ProtocolFault::kTls);
}

TEST("a header bomb and a head without end: header too large") {
  check_fails(after_request("HTTP/1.1 200 OK\r\nBomb: " + std::string(100'000, 'x') + "\r\n\r\n"),
              WireFailure::kHeaderTooLarge);
  check_fails(
      [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 1000; ++i) peer.send("Header: value\r\n");
        peer.wait_for_end();
      },
      WireFailure::kHeaderTooLarge);
}

TEST("a body beyond its limit, said beforehand or not: body too large") {
  check_fails(after_request("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"),
              WireFailure::kBodyTooLarge);
  check_fails(after_request("HTTP/1.1 200 OK\r\n\r\n" + std::string(200'000, 'x')),
              WireFailure::kBodyTooLarge);
}

TEST("a server that never answers, or stops midway: timeout") {
  const auto check_times_out = [](const RawServer::Script& script) {
    const Told told = outcome_of(script, 50 * kMillisecondNs);
    CHECK_EQUAL(kind_text(told.last.failure), kind_text(WireFailure::kTimeout));
    CHECK(told.last.at_ns - told.last.request.sent_ns >= 50.0 * kMillisecondNs);
  };
  check_times_out([](Peer& peer) { peer.wait_for_end(); });
  check_times_out(after_request("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"));
}

TEST("a server that does not accept: connect timeout") {
  const FullListener server;
  WireRig rig({.connections = 0, .connect_timeout_ns = 50 * kMillisecondNs});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK_EQUAL(kind_text(rig.told(1).last.failure), kind_text(WireFailure::kConnectTimeout));
  CHECK(std::isnan(rig.told(1).last.request.sent_ns));
}

TEST("an address that does not answer leaves time for the next one, beforehand and for a request") {
  const FullListener silent;
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  const std::vector<Address> addresses{silent.address(), server.address()};
  // So long that what is left for the second address is enough on a busy machine.
  constexpr int64_t kConnectNs = 1000 * kMillisecondNs;
  WireRig before({.connections = 2, .most_connections = 2, .connect_timeout_ns = kConnectNs});
  before.wire().start(addresses);
  before.wait_until_opened();
  CHECK_EQUAL(before.wire().totals().opened_before, 2U);
  WireRig rig({.connections = 0, .connect_timeout_ns = kConnectNs});
  rig.wire().start(addresses);
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  CHECK(rig.told(1).last.kind == EventKind::kEnd);
  CHECK_EQUAL(rig.wire().totals().failed_connections, 0U);
}

TEST("when no address answers the connect timeout is that of all together") {
  const FullListener silent;
  WireRig rig({.connections = 0, .connect_timeout_ns = 60 * kMillisecondNs});
  rig.wire().start({silent.address(), silent.address(), silent.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  const EventRecord& last = rig.told(1).last;
  CHECK_EQUAL(kind_text(last.failure), kind_text(WireFailure::kConnectTimeout));
  CHECK(last.at_ns - last.request.scheduled_ns >= 60.0 * kMillisecondNs);
}

TEST("out of file descriptors: what comes due waits for a connection that stands, and the limit is named") {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send(response("ok"));
  });
  WireRig rig({.connections = 1, .most_connections = 3});
  rig.wire().start({server.address()});
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  // Three at once, of which one finds the connection that stands.
  const int64_t at_ns = monotonic_now_ns();
  rig.stage_all({2, 3, 4}, get_request(), {at_ns, at_ns, at_ns});
  rig.drain_until_ended(4);
  setrlimit(RLIMIT_NOFILE, &before);
  for (const double id : {2.0, 3.0, 4.0}) CHECK(rig.told(id).last.kind == EventKind::kEnd);
  const WireTotals totals = rig.wire().totals();
  CHECK_EQUAL(totals.limit_cause, static_cast<uint64_t>(ConnectionLimit::kDescriptors));
  CHECK_EQUAL(totals.limited_requests, 2U);
  CHECK_EQUAL(totals.limited_at_connections, 1U);
  CHECK(totals.longest_limited_ns > 0);
}

TEST("out of file descriptors with no connection to wait for: too many files") {
  WireRig rig({.connections = 0});
  RawServer server([](Peer& peer) { peer.wait_for_end(); });
  rig.wire().start({server.address()});
  rig.wait_until_opened();
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  rig.stage(1, get_request());
  rig.drain_until_ended(1);
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK_EQUAL(kind_text(rig.told(1).last.failure), kind_text(WireFailure::kTooManyFiles));
}

TEST("the clock starts at once when no connection is asked for, or each fails at once") {
  WireRig none({.connections = 0});
  none.wire().start({closed_port()});
  none.wait_until_opened();
  WireRig failing({.connections = 2, .most_connections = 2});
  failing.wire().start({Address::from_path("/nonexistent/loadcell.sock")});
  failing.wait_until_opened();
  CHECK_EQUAL(failing.wire().totals().failed_connections, 2U);
}
