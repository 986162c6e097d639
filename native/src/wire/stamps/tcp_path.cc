#include "wire/stamps/tcp_path.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstring>

namespace loadcell {
namespace {

#ifdef __linux__

// Offsets in the kernel's struct tcp_info, which only grows: headers to build with may be older than the kernel to run on.
constexpr size_t kSegmentBytes = 16;
constexpr size_t kRoundTrip = 68;
constexpr size_t kRetransmits = 100;
constexpr size_t kLeastRoundTrip = 148;
constexpr size_t kOutOfOrder = 224;
constexpr size_t kInfoBytes = 228;

/** The kernel's value for a round trip that was never measured is the largest of its type. */
constexpr uint32_t kLongestRoundTripUs = 1U << 31;

uint32_t field_at(const char (&info)[kInfoBytes], size_t offset) noexcept {
  uint32_t value = 0;
  std::memcpy(&value, info + offset, sizeof(value));
  return value;
}

int64_t to_ns(uint32_t us) noexcept { return us >= kLongestRoundTripUs ? 0 : int64_t{us} * 1000; }

#endif

}  // namespace

bool read_tcp_path(int socket, TcpPath& path) noexcept {
#ifdef __linux__
  // A field that an older kernel does not write stays 0.
  char info[kInfoBytes]{};
  socklen_t length = sizeof(info);
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, info, &length) != 0) return false;
  if (length < kLeastRoundTrip + sizeof(uint32_t)) return false;
  path.least_round_trip_ns = to_ns(field_at(info, kLeastRoundTrip));
  path.round_trip_ns = to_ns(field_at(info, kRoundTrip));
  path.segment_bytes = field_at(info, kSegmentBytes);
  path.retransmits = field_at(info, kRetransmits);
  path.out_of_order = field_at(info, kOutOfOrder);
  return true;
#else
  static_cast<void>(socket);
  static_cast<void>(path);
  return false;
#endif
}

}  // namespace loadcell
