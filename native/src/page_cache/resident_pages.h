#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>

namespace loadcell {

/** Pages of a file that the kernel holds, as `cachestat` reports them. */
struct CacheStat {
  uint64_t cached_pages = 0;
  /** Dirty, or being written back. */
  uint64_t unwritten_pages = 0;
};

/**
 * Calls `cachestat` (Linux 6.5). A stacked file system, such as overlayfs, has no pages of its own and always reports 0.
 * @returns nothing when the kernel lacks it or refuses
 */
std::optional<CacheStat> read_cachestat(int fd) noexcept;

/**
 * Whether `mincore` reports the real state of a file to this process: the owner, or a process that may write the file. To any
 * other process, Linux 5.2 and later report every page as resident.
 */
bool mincore_is_true(int fd, const struct stat& file) noexcept;

/**
 * Counts the resident pages of a file by `mincore`, over inaccessible mappings of 1 GiB each.
 * @returns nothing when the file cannot be mapped
 */
std::optional<uint64_t> count_resident_pages(int fd, uint64_t size_bytes) noexcept;

}  // namespace loadcell
