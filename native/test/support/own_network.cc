#include "support/own_network.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "base/fd.h"

namespace loadcell::test {
namespace {

bool enter_network() {
  if (unshare(CLONE_NEWNET) != 0) return false;
  const Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  return ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

}  // namespace

void write_network_setting(const std::string& name, const std::string& value) {
  std::ofstream file("/proc/sys/net/" + name);
  file << value << std::flush;
  if (!file) throw std::runtime_error("cannot write " + name);
}

bool in_own_network(const std::function<void()>& act) {
  bool has_entered = false;
  std::exception_ptr failure;
  std::thread([&] {
    has_entered = enter_network();
    if (!has_entered) return;
    try {
      write_network_setting("ipv4/ip_local_port_range", "40000 40099");
      act();
    } catch (...) {
      failure = std::current_exception();
    }
  }).join();
  if (!has_entered) std::cout << "    (no network of its own: needs root)\n";
  if (failure) std::rethrow_exception(failure);
  return has_entered;
}

}  // namespace loadcell::test
