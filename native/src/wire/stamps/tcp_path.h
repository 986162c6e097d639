#pragma once

#include <cstdint>

namespace loadcell {

/** What the kernel knows of the path of a TCP connection (TCP_INFO). */
struct TcpPath {
  /** Shortest round trip so far, that of the handshake included; 0 where none was measured. */
  int64_t least_round_trip_ns = 0;
  /** Smoothed round trip; 0 where none was measured. */
  int64_t round_trip_ns = 0;
  /** Maximum bytes of a segment that is sent. */
  uint32_t segment_bytes = 0;
  /** Segments sent again since the connection was opened. */
  uint32_t retransmits = 0;
  /** Segments received before an earlier one, since then; 0 before Linux 5.4. */
  uint32_t out_of_order = 0;
};

/** False, and nothing is known: not TCP, or a system or kernel that does not report it. */
bool read_tcp_path(int socket, TcpPath& path) noexcept;

}  // namespace loadcell
