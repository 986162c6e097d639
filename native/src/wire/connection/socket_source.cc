#include "wire/connection/socket_source.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace loadcell {
namespace {

/** Descriptors reserved for the rest of the process: recorded data, reports, /proc of discovered processes. */
constexpr rlim_t kReservedFiles = 64;
/** With a low limit, the reserve is the limit divided by this. */
constexpr rlim_t kReservedShare = 8;

/** The kernel assigns the lowest free number: a high one means that nearly all are in use. */
bool is_reserved(const Fd& socket) noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return false;
  const rlim_t reserved = std::min(kReservedFiles, limit.rlim_cur / kReservedShare);
  return static_cast<rlim_t>(socket.get()) >= limit.rlim_cur - reserved;
}

}  // namespace

Fd SocketSource::take(const Address& address) noexcept {
  if (kept_.is_open() && kept_for_ == &address) return std::move(kept_);
  Fd socket = address.make_socket();
  if (socket.is_open() && is_reserved(socket)) {
    socket.reset();
    errno = EMFILE;
  }
  return socket;
}

bool SocketSource::has(const Address& address) noexcept {
  if (kept_.is_open() && kept_for_ == &address) return true;
  kept_ = take(address);
  kept_for_ = &address;
  return kept_.is_open() || (errno != EMFILE && errno != ENFILE);
}

}  // namespace loadcell
