#include "wire/stamps/receive_timestamping.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>

#include "base/fd.h"
#include "base/socket_io.h"
#include "harness.h"

using namespace loadcell;

namespace {

/** CLOCK_REALTIME nanoseconds at which a datagram on loopback arrived, by the kernel; 0: it did not say. */
int64_t arrival_of_datagram() {
  const Fd opened(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  CHECK_EQUAL(bind(opened.get(), generic, length), 0);
  CHECK_EQUAL(getsockname(opened.get(), generic, &length), 0);
  CHECK_EQUAL(connect(opened.get(), generic, length), 0);
  CHECK(enable_receive_stamps(opened.get()));
  char byte = 0;
  CHECK_EQUAL(send_bytes(opened.get(), &byte, 1), 1);
  int64_t realtime_ns = 0;
  CHECK_EQUAL(receive_stamped(opened.get(), &byte, 1, realtime_ns), 1);
  return realtime_ns;
}

}  // namespace

TEST("once receive timestamping is on, every new socket has timestamps from its first bytes") {
  ReceiveTimestamping timestamping;
  CHECK(timestamping.await());
  for (int turn = 0; turn < 100; ++turn) CHECK(arrival_of_datagram() > 0);
  // A second wire of the process finds it on.
  ReceiveTimestamping second;
  CHECK(second.await());
}
