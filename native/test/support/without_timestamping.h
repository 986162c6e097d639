#pragma once

#include <functional>

namespace loadcell::test {

/**
 * Runs `act` on a thread where the kernel rejects SO_TIMESTAMPING, as one without the option or a sandbox does; rethrows what
 * it throws.
 */
void without_timestamping(const std::function<void()>& act);

/** Switches the timestamps of this process's TCP client sockets off, as those of a socket that no longer has any. */
int switch_timestamps_off();

}  // namespace loadcell::test
