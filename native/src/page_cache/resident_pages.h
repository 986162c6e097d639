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
 * Asks `cachestat` (Linux 6.5). A file system that is stacked on another, such as overlayfs, has no pages of its own: 0 is
 * reported there whatever the lower one holds.
 * @returns nothing where the kernel lacks it, or refuses
 */
std::optional<CacheStat> read_cachestat(int fd) noexcept;

/**
 * Whether `mincore` shows the truth about a file to this process: its owner, or one that may write it. To any other Linux
 * 5.2 and later report every page as resident.
 */
bool mincore_is_true(int fd, const struct stat& file) noexcept;

/**
 * Counts the resident pages of a file by `mincore`, over mappings that nobody may touch, 1 GiB at a time.
 * @returns nothing where the file cannot be mapped
 */
std::optional<uint64_t> count_resident_pages(int fd, uint64_t size_bytes) noexcept;

}  // namespace loadcell
