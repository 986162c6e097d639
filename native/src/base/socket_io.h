#pragma once

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>

#ifdef __linux__
#include <linux/net_tstamp.h>
#endif

namespace loadcell {

// The C library's `send` and `recv` are thread cancellation points, and entering and leaving one costs a twentieth of a
// small request. No thread here is ever canceled, so these functions call the kernel directly. Errors are in `errno`, as
// usual. Sanitizers intercept the C library, so sanitizer builds keep it.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    defined(SYS_sendto) && defined(SYS_recvfrom) && defined(SYS_recvmsg)
#define LOADCELL_DIRECT_SOCKET_CALLS
#endif

/** Never raises SIGPIPE. */
inline ssize_t send_bytes(int socket, const char* bytes, size_t count) noexcept {
#ifdef LOADCELL_DIRECT_SOCKET_CALLS
  return syscall(SYS_sendto, socket, bytes, count, MSG_NOSIGNAL, nullptr, 0);
#else
  return send(socket, bytes, count, MSG_NOSIGNAL);
#endif
}

inline ssize_t receive_bytes(int socket, char* buffer, size_t room) noexcept {
#ifdef LOADCELL_DIRECT_SOCKET_CALLS
  return syscall(SYS_recvfrom, socket, buffer, room, 0, nullptr, nullptr);
#else
  return recv(socket, buffer, room, 0);
#endif
}

/** Asks the kernel to timestamp what the socket receives. False: it does not. */
inline bool enable_receive_stamps(int socket) noexcept {
#ifdef __linux__
  const int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  return setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof(flags)) == 0;
#else
  static_cast<void>(socket);
  return false;
#endif
}

/** The control message after another; null after the last. */
inline cmsghdr* next_control_message(msghdr& message, cmsghdr* part) noexcept {
  // The macro of musl compares a signed size with an unsigned one.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
  return CMSG_NXTHDR(&message, part);
#pragma GCC diagnostic pop
}

/** The timestamp by software in the control messages, CLOCK_REALTIME nanoseconds; 0 where there is none. */
inline int64_t software_stamp_of(msghdr& message) noexcept {
  int64_t realtime_ns = 0;
#ifdef SO_TIMESTAMPING
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = next_control_message(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPING) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof(stamp));
    realtime_ns = static_cast<int64_t>(stamp.tv_sec) * 1'000'000'000 + stamp.tv_nsec;
  }
#else
  static_cast<void>(message);
#endif
  return realtime_ns;
}

/**
 * As `receive_bytes`, with the time at which the last received segment arrived: CLOCK_REALTIME nanoseconds; 0 where the
 * kernel gives none.
 */
inline ssize_t receive_stamped(int socket, char* buffer, size_t room,
                               int64_t& realtime_ns) noexcept {
  iovec piece{.iov_base = buffer, .iov_len = room};
  // Three timestamps, of which the first is the software one.
  alignas(cmsghdr) char control[CMSG_SPACE(3 * sizeof(timespec))];
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
#ifdef LOADCELL_DIRECT_SOCKET_CALLS
  const ssize_t count = syscall(SYS_recvmsg, socket, &message, 0);
#else
  const ssize_t count = recvmsg(socket, &message, 0);
#endif
  realtime_ns = count > 0 ? software_stamp_of(message) : 0;
  return count;
}

}  // namespace loadcell
