#pragma once

namespace loadcell {

/**
 * How far the resident size that the kernel tells is from the truth, bytes: this process touches 64 pages and looks.
 * The smallest of a few tries, since other threads touch pages, too; NaN when it could not be tried. From Linux 6.2 on,
 * until a later fix, the size is approximate where there are many processors.
 */
double measure_resident_error_bytes() noexcept;

}  // namespace loadcell
