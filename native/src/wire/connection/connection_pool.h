#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/poller.h"
#include "wire/connection/connection.h"
#include "wire/connection/endpoint.h"
#include "wire/connection/socket_source.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** What came of an attempt to connect. */
struct ConnectResult {
  enum class Status : uint8_t { kConnected, kPending, kFailed };

  Status status;
  WireFailure failure = WireFailure::kNone;
  uint16_t detail = 0;
};

/**
 * The connections to one endpoint: opens, keeps and closes them. Belongs to the wire thread; allocates only when
 * more are open than ever before.
 */
class ConnectionPool {
 public:
  /** @param most connections that carry requests, or open for one, at a time */
  ConnectionPool(Poller& poller, WireTotals& totals, const FramerLimits& limits, size_t most)
      : poller_(poller), totals_(totals), limits_(limits), most_(most) {
    idle_.reserve(kExpectedConnections);
    closed_.reserve(kExpectedConnections);
    free_.reserve(kExpectedConnections);
  }

  void set_addresses(std::vector<Address> addresses) { addresses_ = std::move(addresses); }

  /** Whether one more request may be in flight. */
  bool has_slot() const noexcept { return busy_ < most_; }
  size_t busy_count() const noexcept { return busy_; }
  /** Whether a file is to be had for one more connection. Where none is open nothing would end a wait for one: true. */
  bool can_open() noexcept;

  bool has_idle() const noexcept { return !idle_.empty(); }

  /** A closed connection to be used with `connect`; it counts against the limit until it is closed again. */
  Connection& acquire(Request* request);

  /** Begins to connect to the address that worked last. Any other one is tried when that fails. */
  ConnectResult connect(Connection& connection) noexcept;

  /** The kernel says that connecting has ended, one way or the other. On failure the next address is tried. */
  ConnectResult finish_connect(Connection& connection) noexcept;

  /** The address that is being tried has not answered in time: the next one is tried. */
  ConnectResult give_up_address(Connection& connection) noexcept;

  /** Addresses, and how many of them have not failed yet: the one that is being tried, and those after it. */
  size_t address_count() const noexcept { return addresses_.size(); }
  size_t addresses_left(const Connection& connection) const noexcept {
    return addresses_.size() - connection.tried_addresses;
  }

  /** The one that became idle last: its path through the caches is the warmest. */
  Connection& take_idle() noexcept;
  void put_idle(Connection& connection);

  /** Frees its slot and keeps it open until its response is framed to its end. */
  void begin_finishing(Connection& connection) noexcept;
  size_t finishing_count() const noexcept { return finishing_; }

  /** Ends it. Its memory is used again only after `recycle`. */
  void close(Connection& connection) noexcept;

  /** Called when no event of the poller is pending any more that may speak of a closed connection. */
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
  void take_slot(Connection& connection) noexcept;
  void free_slot(Connection& connection) noexcept;
  void forget_idle(const Connection& connection) noexcept;

  Poller& poller_;
  WireTotals& totals_;
  const FramerLimits limits_;
  const size_t most_;
  std::vector<Address> addresses_;
  size_t good_address_ = 0;
  size_t open_ = 0;
  size_t busy_ = 0;
  size_t finishing_ = 0;
  SocketSource sockets_;
  /** A deque does not move what it holds. */
  std::deque<Connection> connections_;
  std::vector<Connection*> idle_;
  std::vector<Connection*> closed_;
  std::vector<Connection*> free_;
};

}  // namespace loadcell
