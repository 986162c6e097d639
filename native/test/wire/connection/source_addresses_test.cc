#include "wire/connection/source_addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <map>
#include <string>
#include <vector>

#include "harness.h"
#include "support/own_network.h"
#include "wire/wire_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** Ephemeral ports of `in_own_network`. */
constexpr size_t kPorts = 100;
constexpr uint16_t kServerPort = 30'000;

/** Connections waiting at a listener, by their source address. */
std::map<std::string, size_t> accepted_by_source(const Fd& listener) {
  std::map<std::string, size_t> counts;
  for (;;) {
    sockaddr_in peer{};
    socklen_t length = sizeof(peer);
    const Fd socket(accept4(listener.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    if (!socket.is_open()) return counts;
    char text[INET_ADDRSTRLEN];
    ++counts[inet_ntop(AF_INET, &peer.sin_addr, text, sizeof(text))];
  }
}

/** Opens connections to an address where a listener accepts none of them. */
WireTotals open_connections(const Address& target, size_t count, std::vector<Address> sources = {}) {
  WireRig rig({.connections = count, .most_connections = count});
  rig.wire().start({target}, std::move(sources));
  rig.wait_until_opened();
  return rig.wire().totals();
}

Address source(const char* literal) { return Address::from_ip(literal, 0); }

using Counts = std::map<std::string, size_t>;

}  // namespace

TEST("connections to loopback use further addresses of 127/8 once the ports of one run out") {
  in_own_network([] {
    const Address target = Address::from_ip("127.0.0.1", kServerPort);
    const Fd listener = target.listen(1024);
    const WireTotals totals = open_connections(target, 3 * kPorts);
    CHECK_EQUAL(totals.opened_before, 3 * kPorts);
    CHECK_EQUAL(totals.failed_connections, 0U);
    CHECK_EQUAL(totals.source_addresses, 3U);
    const Counts expected{{"127.0.0.1", kPorts}, {"127.0.0.2", kPorts}, {"127.0.0.3", kPorts}};
    CHECK(accepted_by_source(listener) == expected);
  });
}

TEST("a connection fails for lack of ports where there is one source address") {
  in_own_network([] {
    const Address target = Address::from_ip("::1", kServerPort);
    const Fd listener = target.listen(1024);
    const WireTotals totals = open_connections(target, kPorts + 20);
    CHECK_EQUAL(totals.opened_before, kPorts);
    CHECK_EQUAL(totals.failed_connections, 20U);
    CHECK_EQUAL(totals.last_connect_failure, static_cast<uint64_t>(WireFailure::kNoPorts));
    CHECK_EQUAL(totals.last_connect_detail, static_cast<uint64_t>(EADDRNOTAVAIL));
  });
}

TEST("a request without a port fails for lack of ports") {
  in_own_network([] {
    const Address target = Address::from_ip("::1", kServerPort);
    const Fd listener = target.listen(1024);
    WireRig rig({.connections = kPorts, .most_connections = kPorts + 1});
    rig.wire().start({target});
    rig.wait_until_opened();
    for (size_t id = 0; id <= kPorts; ++id) rig.stage(static_cast<double>(id), get_request());
    rig.drain_until_ended(1);
    CHECK(rig.outcome(kPorts).last.failure == WireFailure::kNoPorts);
  });
}

TEST("a machine without an address of the family has no route, which is not a lack of ports") {
  in_own_network([] {
    write_network_setting("ipv6/conf/all/disable_ipv6", "1");
    const WireTotals totals = open_connections(Address::from_ip("::1", kServerPort), 1);
    CHECK_EQUAL(totals.last_connect_failure, static_cast<uint64_t>(WireFailure::kUnreachable));
    CHECK_EQUAL(totals.last_connect_detail, static_cast<uint64_t>(EADDRNOTAVAIL));
  });
}

TEST("named source addresses are used in turn, up to their ports, and no others") {
  in_own_network([] {
    const Address target = Address::from_ip("127.0.0.1", kServerPort);
    const Fd listener = target.listen(1024);
    const WireTotals totals =
        open_connections(target, 2 * kPorts + 10, {source("127.0.0.8"), source("127.0.0.9")});
    CHECK_EQUAL(totals.opened_before, 2 * kPorts);
    CHECK_EQUAL(totals.failed_connections, 10U);
    CHECK_EQUAL(totals.last_connect_failure, static_cast<uint64_t>(WireFailure::kNoPorts));
    const Counts expected{{"127.0.0.8", kPorts}, {"127.0.0.9", kPorts}};
    CHECK(accepted_by_source(listener) == expected);
  });
}

TEST("a named source address of another family is skipped") {
  const Address target = Address::from_ip("127.0.0.1", 0);
  const Fd listener = target.listen(16);
  sockaddr_in bound{};
  socklen_t length = sizeof(bound);
  CHECK_EQUAL(getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &length), 0);
  const WireTotals totals =
      open_connections(Address::from_ip("127.0.0.1", ntohs(bound.sin_port)), 4,
                       {source("::1"), source("127.0.0.7")});
  CHECK_EQUAL(totals.opened_before, 4U);
  const Counts expected{{"127.0.0.7", 4}};
  CHECK(accepted_by_source(listener) == expected);
}
