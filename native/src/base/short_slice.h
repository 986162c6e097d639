#pragma once

namespace loadcell {

/**
 * Asks for a short slice of the CPU for the calling thread: the kernel then lets it run earlier after it wakes, and its
 * share of the CPU stays the same. On a machine with twice as many busy threads as cores, the 90th percentile of
 * lateness fell from 2 to 3 ms to 5 us to 1 ms. Kernels before 6.12 take no notice; it is a comfort and cannot fail.
 */
void request_short_slice() noexcept;

}  // namespace loadcell
