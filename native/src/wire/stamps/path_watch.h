#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/stamps/tcp_path.h"

namespace loadcell {

/** Follows the path of one connection. Belongs to the wire thread. */
class PathWatch {
 public:
  /** What the path did since the last reading. */
  struct Change {
    bool is_known = false;
    uint32_t retransmits = 0;
    uint32_t out_of_order = 0;
  };

  /** The connection has been opened: its handshake was a round trip. */
  void open(int socket, int64_t now_ns) noexcept {
    path_ = {};
    is_known_ = read_tcp_path(socket, path_);
    read_ns_ = now_ns;
    departures_ = Departures::kUntried;
  }

  /** A request is over. A reading costs about as much as a tenth of a short request, so it is made at most every `kPauseNs`. */
  Change note_end(int socket, int64_t now_ns) noexcept {
    if (!is_known_ || now_ns - read_ns_ < kPauseNs) return {};
    const TcpPath before = path_;
    if (!read_tcp_path(socket, path_)) return {};
    read_ns_ = now_ns;
    return {true, path_.retransmits - before.retransmits, path_.out_of_order - before.out_of_order};
  }

  /** As last read. */
  const TcpPath& path() const noexcept { return path_; }

  /**
   * Whether a request may leave in parts: the kernel sends two segments immediately, and paces more, or waits for
   * acknowledgments.
   */
  bool is_long(size_t byte_count) const noexcept {
    return path_.segment_bytes != 0 && byte_count > kSegmentsAtOnce * path_.segment_bytes;
  }

  /** A long request follows: its departure is wanted. `enable` is called the first time, and returns whether it can be had. */
  template <typename Enable>
  void ask_departures(Enable&& enable) noexcept {
    if (departures_ == Departures::kUntried) departures_ = enable() ? Departures::kOn : Departures::kOff;
  }
  /** Whether departures are timestamped, so that the kernel may hold some. */
  bool has_departures() const noexcept { return departures_ == Departures::kOn; }
  void end_departures() noexcept { departures_ = Departures::kOff; }

 private:
  enum class Departures : uint8_t { kUntried, kOn, kOff };

  /** Shortest time between readings of one connection. */
  static constexpr int64_t kPauseNs = 10'000'000;
  static constexpr size_t kSegmentsAtOnce = 2;

  TcpPath path_;
  int64_t read_ns_ = 0;
  bool is_known_ = false;
  Departures departures_ = Departures::kUntried;
};

}  // namespace loadcell
