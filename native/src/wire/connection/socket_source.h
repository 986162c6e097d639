#pragma once

#include "base/fd.h"
#include "wire/connection/endpoint.h"

namespace loadcell {

/**
 * Creates sockets within the limit on open files and reserves some descriptors for the rest of the process: a client that
 * uses the last one cannot write its results. Belongs to the wire thread.
 */
class SocketSource {
 public:
  /** A socket; not open on failure: see errno. EMFILE when only reserved descriptors are left. */
  Fd take(const Address& address) noexcept;

  /** Whether a socket is available; it is then kept for `take`. False: the limit on open files is reached. */
  bool has(const Address& address) noexcept;

 private:
  Fd kept_;
  const Address* kept_for_ = nullptr;
};

}  // namespace loadcell
