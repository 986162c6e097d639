#pragma once

#include <string>

#include "probe/record.h"

namespace loadcell {

/** How much of a file the page cache holds. */
struct PageCacheReading {
  double size_bytes = kNotMeasured;
  /** NaN where it is unknown, and `reason` says why. */
  double resident_bytes = kNotMeasured;
  /** Not on the disk yet; NaN where it is unknown. */
  double unwritten_bytes = kNotMeasured;
  /** Whether the file system holds its files in memory alone, such as tmpfs. */
  bool is_in_memory = false;
  /** The system call that showed it; empty where none did. */
  std::string source;
  std::string reason;
};

/** A file before and after its pages were dropped. */
struct PageCacheDrop {
  PageCacheReading before;
  PageCacheReading after;
};

/**
 * Reads how much of a regular file the page cache holds. Takes about 20 ms for each GiB where `cachestat` is not to be had.
 * @throws {Error} NO_FILE, NOT_A_FILE, FORBIDDEN or UNREADABLE
 */
PageCacheReading read_page_cache(const std::string& path);

/**
 * Has the kernel write what is dirty of a regular file, and drop the pages that no process maps. Needs no permission to
 * write. May take as long as the disk takes to write.
 * @throws {Error} as {@link read_page_cache}
 */
PageCacheDrop drop_page_cache(const std::string& path);

}  // namespace loadcell
