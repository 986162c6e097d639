#include "wire/stamps/tcp_path.h"

#include <linux/tcp.h>
#include <sys/socket.h>

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/fd.h"
#include "harness.h"
#include "wire/connection/endpoint.h"
#include "wire/raw_server.h"
#include "wire/stamps/path_watch.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** A server that reads nothing, and a socket connected to it. */
struct Connected {
  RawServer server{[](Peer& peer) { peer.read_request(); }};
  Fd socket{server.address().make_socket()};

  Connected() {
    server.address().begin_connect(socket);
    int error = 0;
    socklen_t length = sizeof(error);
    // On loopback a handshake takes no time.
    getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  }
};

}  // namespace

TEST("the fields of the kernel are where the reader looks") {
  CHECK_EQUAL(offsetof(tcp_info, tcpi_snd_mss), 16U);
  CHECK_EQUAL(offsetof(tcp_info, tcpi_rtt), 68U);
  CHECK_EQUAL(offsetof(tcp_info, tcpi_total_retrans), 100U);
  CHECK_EQUAL(offsetof(tcp_info, tcpi_min_rtt), 148U);
  CHECK_EQUAL(offsetof(tcp_info, tcpi_rcv_ooopack), 224U);
}

TEST("an open connection has a round trip and a segment size, and has lost nothing") {
  const Connected connected;
  TcpPath path;
  CHECK(read_tcp_path(connected.socket.get(), path));
  CHECK(path.least_round_trip_ns > 0 && path.least_round_trip_ns < 1'000'000'000);
  CHECK(path.round_trip_ns >= path.least_round_trip_ns);
  CHECK(path.segment_bytes >= 500);
  CHECK_EQUAL(path.retransmits, 0U);
  CHECK_EQUAL(path.out_of_order, 0U);
}

TEST("a round trip that was never measured is unknown, and so is the path of other sockets") {
  const Fd unconnected(socket(AF_INET, SOCK_STREAM, 0));
  TcpPath path;
  CHECK(read_tcp_path(unconnected.get(), path));
  CHECK_EQUAL(path.least_round_trip_ns, 0);
  const Fd local(socket(AF_UNIX, SOCK_STREAM, 0));
  CHECK(!read_tcp_path(local.get(), path));
  PathWatch watch;
  watch.open(local.get(), 1);
  CHECK(!watch.is_long(1'000'000'000));
  CHECK(!watch.note_end(local.get(), 1'000'000'000'000).is_known);
}

TEST("a path is read again only after 10 ms, and a request of more than two segments is long") {
  const Connected connected;
  const int fd = connected.socket.get();
  PathWatch watch;
  watch.open(fd, 1'000'000'000);
  CHECK(!watch.note_end(fd, 1'009'999'999).is_known);
  CHECK(watch.note_end(fd, 1'010'000'000).is_known);
  CHECK(!watch.note_end(fd, 1'010'000'001).is_known);
  const size_t two = 2 * size_t{watch.path().segment_bytes};
  CHECK(!watch.is_long(two));
  CHECK(watch.is_long(two + 1));
}
