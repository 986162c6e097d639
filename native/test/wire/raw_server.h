#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "wire/connection/endpoint.h"

namespace loadcell::test {

/** One accepted connection, used by a script that runs on a thread of its own. Blocking. */
class Peer {
 public:
  explicit Peer(Fd socket) : socket_(std::move(socket)) {}

  /** Reads one request to its end, by its Content-Length. Empty when the client has gone. */
  std::string read_request();
  /** Reads whatever has come of a request. */
  void read_some();
  void send(std::string_view bytes);
  /** Sends each byte by itself. */
  void send_bytewise(std::string_view bytes);
  /** Ends our side only. */
  void half_close();
  /** Ends with a reset instead of a proper end. */
  void reset();
  void close();
  /** Waits until the client ends the connection. */
  void wait_for_end();
  /** The same, but takes nothing of what the client sends: it can only send what the kernel's buffers hold. */
  void wait_without_reading();

  /** Ends whatever the script waits for. Called by another thread. */
  void interrupt();

 private:
  std::mutex closing_mutex_;
  /** Closed under closing_mutex_. */
  Fd socket_;
  std::string unread_;
};

/** A server that does what a script says with each connection. All threads have ended when it has gone. */
class RawServer {
 public:
  using Script = std::function<void(Peer&)>;
  enum class Family { kIpv4, kIpv6, kUnix };

  explicit RawServer(Script script, Family family = Family::kIpv4);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  const Address& address() const { return *address_; }
  int accepted() const noexcept { return accepted_.load(); }

 private:
  void accept_all();

  Script script_;
  Fd listener_;
  std::string path_;
  std::unique_ptr<Address> address_;
  std::atomic<int> accepted_{0};
  std::mutex peers_mutex_;
  /** Under peers_mutex_. */
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::thread> scripts_;
  std::thread acceptor_;
};

/** A port of 127.0.0.1 whose backlog is full: the kernel leaves further attempts to connect without an answer. */
class FullListener {
 public:
  FullListener();

  /** Lets further attempts to connect succeed. */
  void make_room();

  const Address& address() const { return *address_; }

 private:
  Fd listener_;
  std::unique_ptr<Address> address_;
  /** What fills it. */
  std::vector<Fd> waiting_;
};

/** A port of 127.0.0.1 on which nobody listens. */
Address closed_port();

}  // namespace loadcell::test
