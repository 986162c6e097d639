#pragma once

#include "base/fd.h"
#include "wire/connection/endpoint.h"

namespace loadcell {

/**
 * Makes sockets as long as the process may open files, and leaves some of those to the rest of the process: a client
 * that takes the last one cannot write down what it measured. Belongs to the wire thread.
 */
class SocketSource {
 public:
  /** Not open: see errno. EMFILE when what is left is for others. */
  Fd take(const Address& address) noexcept;

  /** Whether a socket can be had, which is then kept for `take`. False: the limit on open files is reached. */
  bool has(const Address& address) noexcept;

 private:
  Fd kept_;
  const Address* kept_for_ = nullptr;
};

}  // namespace loadcell
