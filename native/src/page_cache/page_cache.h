#pragma once

#include <string>

#include "probe/record.h"

namespace loadcell {

/** How much of a file the page cache holds. */
struct PageCacheReading {
  double size_bytes = kNotMeasured;
  /** NaN when it is unknown; `reason` says why. */
  double resident_bytes = kNotMeasured;
  /** Not on disk yet; NaN when it is unknown. */
  double unwritten_bytes = kNotMeasured;
  /** Whether the file system keeps its files in memory only, such as tmpfs. */
  bool is_in_memory = false;
  /** The system call that reported it; empty when none did. */
  std::string source;
  std::string reason;
};

/** A file before and after its pages were dropped. */
struct PageCacheDrop {
  PageCacheReading before;
  PageCacheReading after;
};

/**
 * Reads how much of a regular file the page cache holds. Takes about 20 ms per GiB without `cachestat`.
 * @throws {Error} NO_FILE, NOT_A_FILE, FORBIDDEN or UNREADABLE
 */
PageCacheReading read_page_cache(const std::string& path);

/**
 * Makes the kernel write dirty pages of a regular file and drop the pages that no process maps. Needs no write permission. May
 * take as long as the disk needs to write.
 * @throws {Error} as {@link read_page_cache}
 */
PageCacheDrop drop_page_cache(const std::string& path);

}  // namespace loadcell
