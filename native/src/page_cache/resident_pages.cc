#include "page_cache/resident_pages.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <vector>

namespace loadcell {
namespace {

/** The same on every architecture; older headers lack it. */
constexpr long kCachestatCall = 451;

/** As in linux/mman.h; length 0 means to the end of the file. */
struct CachestatRange {
  uint64_t offset;
  uint64_t length;
};
struct CachestatAnswer {
  uint64_t cached;
  uint64_t dirty;
  uint64_t writeback;
  uint64_t evicted;
  uint64_t recently_evicted;
};

/** Bytes mapped at a time: the result vector takes 256 KiB. */
constexpr uint64_t kChunkBytes = 1ULL << 30;

}  // namespace

std::optional<CacheStat> read_cachestat(int fd) noexcept {
  CachestatRange range{0, 0};
  CachestatAnswer answer{};
  if (syscall(kCachestatCall, fd, &range, &answer, 0) != 0) return std::nullopt;
  return CacheStat{answer.cached, answer.dirty + answer.writeback};
}

bool mincore_is_true(int fd, const struct stat& file) noexcept {
  if (file.st_uid == geteuid()) return true;
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

std::optional<uint64_t> count_resident_pages(int fd, uint64_t size_bytes) noexcept {
  const auto page_bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages;
  try {
    pages.resize((std::min(size_bytes, kChunkBytes) + page_bytes - 1) / page_bytes);
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
  uint64_t resident = 0;
  for (uint64_t at = 0; at < size_bytes; at += kChunkBytes) {
    const uint64_t length = std::min(kChunkBytes, size_bytes - at);
    void* mapped = mmap(nullptr, length, PROT_NONE, MAP_SHARED, fd, static_cast<off_t>(at));
    if (mapped == MAP_FAILED) return std::nullopt;
    const bool is_read = mincore(mapped, length, pages.data()) == 0;
    munmap(mapped, length);
    if (!is_read) return std::nullopt;
    const auto end = pages.begin() + static_cast<std::ptrdiff_t>((length + page_bytes - 1) / page_bytes);
    // The other bits are reserved.
    resident += static_cast<uint64_t>(
        std::count_if(pages.begin(), end, [](unsigned char page) { return (page & 1) != 0; }));
  }
  return resident;
}

}  // namespace loadcell
