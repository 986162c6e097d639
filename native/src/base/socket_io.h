#pragma once

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>

namespace loadcell {

// The C library's `send` and `recv` are thread cancellation points, and entering and leaving one costs a twentieth of a
// small request. No thread here is ever canceled, so these functions call the kernel directly. Errors are in `errno`, as
// usual. Sanitizers intercept the C library, so sanitizer builds keep it.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    defined(SYS_sendto) && defined(SYS_recvfrom)
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

}  // namespace loadcell
