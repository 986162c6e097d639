#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace loadcell {

/** Lets `send_stamped` ask the kernel when bytes leave; receive timestamps stay on. False: it cannot. */
bool enable_send_stamps(int socket) noexcept;

/** As `send_bytes`; the kernel timestamps the departure of the last byte. */
ssize_t send_stamped(int socket, const char* bytes, size_t count) noexcept;

/**
 * The last timestamp of a departure that the kernel has kept, which is then forgotten with those before it: CLOCK_REALTIME
 * nanoseconds; 0 when there is none. A segment that is sent again has another one.
 */
int64_t take_send_stamp(int socket) noexcept;

}  // namespace loadcell
