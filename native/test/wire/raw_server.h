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

/** One accepted connection, used by a script on a separate thread. Blocking. */
class Peer {
 public:
  explicit Peer(Fd socket) : socket_(std::move(socket)) {}

  /** Reads one request to its end, by its Content-Length. Empty when the client is gone. */
  std::string read_request();
  /** Reads what has arrived of a request. */
  void read_some();
  void send(std::string_view bytes);
  /** Sends each byte separately. */
  void send_bytewise(std::string_view bytes);
  /** Closes the server's side only. */
  void half_close();
  /** Resets the connection. */
  void reset();
  void close();
  /** Waits until the client closes the connection. */
  void wait_for_end();
  /** Waits for the close without reading: the client can send only what the kernel buffers hold. */
  void wait_without_reading();

  /** Interrupts what the script waits for. Called by another thread. */
  void interrupt();

 private:
  std::mutex closing_mutex_;
  /** Closed under closing_mutex_. */
  Fd socket_;
  std::string unread_;
};

/** A server that runs a script per connection. Its destructor ends all threads. */
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

/** A port of 127.0.0.1 whose backlog is full: the kernel does not respond to further attempts to connect. */
class FullListener {
 public:
  FullListener();

  /** Lets further attempts to connect succeed. */
  void make_room();

  const Address& address() const { return *address_; }

 private:
  Fd listener_;
  std::unique_ptr<Address> address_;
  /** The connections that fill it. */
  std::vector<Fd> waiting_;
};

/** A port of 127.0.0.1 without a listener. */
Address closed_port();

}  // namespace loadcell::test
