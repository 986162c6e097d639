#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/poller.h"
#include "wire/connection/connection.h"
#include "wire/connection/connection_budget.h"
#include "wire/connection/endpoint.h"
#include "wire/connection/socket_source.h"
#include "wire/connection/source_addresses.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** Result of an attempt to connect. */
struct ConnectResult {
  enum class Status : uint8_t { kConnected, kPending, kFailed };

  Status status;
  WireFailure failure = WireFailure::kNone;
  uint16_t detail = 0;
};

/**
 * Opens, keeps and closes the connections to one endpoint. Belongs to the wire thread; allocates only when more are open
 * than ever before.
 */
class ConnectionPool {
 public:
  /** @param endpoint index of the endpoint */
  ConnectionPool(Poller& poller, WireTotals& totals, const FramerLimits& limits,
                 ConnectionBudget& budget, size_t endpoint)
      : poller_(poller),
        totals_(totals),
        limits_(limits),
        budget_(budget),
        endpoint_(endpoint) {
    idle_.reserve(kExpectedConnections);
    closed_.reserve(kExpectedConnections);
    free_.reserve(kExpectedConnections);
  }

  /** @param sources see `SourceAddresses` */
  void set_addresses(std::vector<Address> addresses, std::vector<Address> sources) {
    addresses_ = std::move(addresses);
    sources_.set_named(std::move(sources));
  }

  /** Whether one more request may be in flight. */
  bool has_slot() const noexcept { return budget_.busy < budget_.most; }
  /** Requests in flight to this endpoint. */
  size_t busy_count() const noexcept { return busy_; }
  /** Whether a descriptor is available for one more connection. True when none is open to any endpoint: nothing would end the wait. */
  bool can_open() noexcept;

  bool has_idle() const noexcept { return !idle_.empty(); }

  /** A closed connection for `connect`; if it has a request, it holds a slot until it is idle or closed. */
  Connection& acquire(Request* request);

  /** Begins to connect to the address that worked last. If that fails, the others are tried. */
  ConnectResult connect(Connection& connection) noexcept;

  /** The kernel reports that connecting has ended. On failure the next address is tried. */
  ConnectResult finish_connect(Connection& connection) noexcept;

  /** The current address has not answered in time: the next one is tried. */
  ConnectResult give_up_address(Connection& connection) noexcept;

  /** Number of addresses, and of those that have not failed yet: the current one and those after it. */
  size_t address_count() const noexcept { return addresses_.size(); }
  size_t addresses_left(const Connection& connection) const noexcept {
    return addresses_.size() - connection.tried_addresses;
  }

  /** The connection that became idle last: its caches are the warmest. */
  Connection& take_idle() noexcept;
  void put_idle(Connection& connection);

  /** Frees its slot and keeps it open for the rest of its response. */
  void begin_finishing(Connection& connection) noexcept;
  size_t finishing_count() const noexcept { return finishing_; }

  /** Closes it. Its memory is reused only after `recycle`. */
  void close(Connection& connection) noexcept;

  /** Called when the poller has no more events pending for closed connections. */
  void recycle();

  /** The connection of a request; null when the request is not in flight. */
  Connection* find(double request_id) noexcept;

  /** Calls `act` with every connection that is not closed. It may close them. */
  template <typename Act>
  void for_each(Act&& act) {
    for (Connection& connection : connections_) {
      if (connection.state != Connection::State::kClosed) act(connection);
    }
  }

 private:
  static constexpr size_t kExpectedConnections = 4096;

  ConnectResult connected(Connection& connection) noexcept;
  ConnectResult try_from(Connection& connection, int error) noexcept;
  ConnectResult try_from(Connection& connection, WireFailure failure, int error) noexcept;
  void take_slot(Connection& connection) noexcept;
  void free_slot(Connection& connection) noexcept;
  void forget_idle(const Connection& connection) noexcept;

  Poller& poller_;
  WireTotals& totals_;
  const FramerLimits limits_;
  ConnectionBudget& budget_;
  const size_t endpoint_;
  std::vector<Address> addresses_;
  size_t good_address_ = 0;
  size_t busy_ = 0;
  size_t finishing_ = 0;
  SocketSource sockets_;
  SourceAddresses sources_;
  /** A deque does not move its elements. */
  std::deque<Connection> connections_;
  std::vector<Connection*> idle_;
  std::vector<Connection*> closed_;
  std::vector<Connection*> free_;
};

}  // namespace loadcell
