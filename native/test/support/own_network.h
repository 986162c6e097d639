#pragma once

#include <functional>
#include <string>

namespace loadcell::test {

/** Writes a setting of the calling thread's network, such as `ipv4/ip_local_port_range`. @throws on failure */
void write_network_setting(const std::string& name, const std::string& value);

/**
 * Runs `act` on a thread with a network that has nothing but loopback and the ephemeral ports 40000 to 40099; rethrows what it
 * throws. False, with the reason on standard output: this user may not create a network.
 */
bool in_own_network(const std::function<void()>& act);

}  // namespace loadcell::test
