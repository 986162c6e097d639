#pragma once

namespace loadcell {

/**
 * Measures the error of the RSS that the kernel reports, bytes: this process touches 64 pages and reads its RSS. Returns the
 * smallest of a few tries, because other threads touch pages as well; NaN when no try succeeded. From Linux 6.2 until a
 * later fix, RSS is approximate on machines with many CPUs.
 */
double measure_resident_error_bytes() noexcept;

}  // namespace loadcell
