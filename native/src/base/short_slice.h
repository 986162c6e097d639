#pragma once

namespace loadcell {

/**
 * Requests a short CPU slice for the calling thread: the kernel then runs it sooner after it wakes, with the same CPU
 * share. On a machine with twice as many busy threads as cores, the 90th percentile of lateness fell from 2–3 ms to 5 us–1 ms.
 * Kernels before 6.12 ignore the request; it is optional and cannot fail.
 */
void request_short_slice() noexcept;

}  // namespace loadcell
