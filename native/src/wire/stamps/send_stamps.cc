#include "wire/stamps/send_stamps.h"

#include <sys/socket.h>

#include <cstring>

#include "base/socket_io.h"

#ifdef __linux__
#include <linux/net_tstamp.h>
#endif

namespace loadcell {

#ifdef __linux__

bool enable_send_stamps(int socket) noexcept {
  // Without TSONLY the kernel returns a copy of what was sent with each timestamp, and may ask for a privilege.
  const int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_TSONLY;
  return setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof(flags)) == 0;
}

ssize_t send_stamped(int socket, const char* bytes, size_t count) noexcept {
  iovec piece{.iov_base = const_cast<char*>(bytes), .iov_len = count};
  const uint32_t flags = SOF_TIMESTAMPING_TX_SOFTWARE;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(flags))]{};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  cmsghdr* const part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SO_TIMESTAMPING;
  part->cmsg_len = CMSG_LEN(sizeof(flags));
  std::memcpy(CMSG_DATA(part), &flags, sizeof(flags));
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

int64_t take_send_stamp(int socket) noexcept {
  int64_t last_ns = 0;
  for (;;) {
    // Three timestamps, and the extended error that says what they are of.
    alignas(cmsghdr) char control[256];
    msghdr message{};
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    if (recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return last_ns;
    const int64_t realtime_ns = software_stamp_of(message);
    if (realtime_ns != 0) last_ns = realtime_ns;
  }
}

#else

bool enable_send_stamps(int) noexcept { return false; }

ssize_t send_stamped(int socket, const char* bytes, size_t count) noexcept {
  return send_bytes(socket, bytes, count);
}

int64_t take_send_stamp(int) noexcept { return 0; }

#endif

}  // namespace loadcell
