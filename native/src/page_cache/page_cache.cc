#include "page_cache/page_cache.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/fd.h"
#include "page_cache/resident_pages.h"

namespace loadcell {
namespace {

/** Pages being read or written cannot be dropped: a second try usually finds them idle. */
constexpr int kTries = 2;

std::string code_of(int number) {
  if (number == ENOENT || number == ENOTDIR) return "NO_FILE";
  return number == EACCES || number == EPERM ? "FORBIDDEN" : "UNREADABLE";
}

/** A regular file, opened. */
class CachedFile {
 public:
  explicit CachedFile(const std::string& path)
      // A pipe with no writer would block.
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (!fd_.is_open() || fstat(fd_.get(), &stat_) != 0) {
      const int number = errno;
      throw Error(code_of(number), "cannot open " + path + ": " + std::strerror(number));
    }
    if (!S_ISREG(stat_.st_mode)) throw Error("NOT_A_FILE", path + " is not a regular file");
    struct statfs system {};
    if (fstatfs(fd_.get(), &system) == 0) kind_ = static_cast<uint64_t>(system.f_type);
  }

  PageCacheReading read() const {
    PageCacheReading reading;
    reading.size_bytes = static_cast<double>(stat_.st_size);
    reading.is_in_memory = is_in_memory();
    const auto stat = is_stacked() ? std::nullopt : read_cachestat(fd_.get());
    // An unknown stacked file system also reports no pages of its own.
    if (!stat || stat->cached_pages == 0) {
      if (read_mincore(reading)) return reading;
      if (!stat) return reading;
    }
    reading.source = "cachestat";
    reading.reason.clear();
    reading.resident_bytes = bytes_of(stat->cached_pages);
    reading.unwritten_bytes = bytes_of(stat->unwritten_pages);
    return reading;
  }

  void drop() const {
    // Dirty pages cannot be dropped. Both calls work on a read-only descriptor; a failure shows in the next reading.
    fdatasync(fd_.get());
    posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_DONTNEED);
  }

 private:
  bool is_stacked() const { return kind_ == OVERLAYFS_SUPER_MAGIC; }
  bool is_in_memory() const {
    return kind_ == TMPFS_MAGIC || kind_ == RAMFS_MAGIC || kind_ == HUGETLBFS_MAGIC;
  }

  /** @returns false when it shows nothing; the reading then has the reason */
  bool read_mincore(PageCacheReading& reading) const {
    if (!mincore_is_true(fd_.get(), stat_)) {
      reading.reason = "only the owner of the file and users who may write it can read this";
      return false;
    }
    const auto pages = count_resident_pages(fd_.get(), static_cast<uint64_t>(stat_.st_size));
    if (!pages) {
      reading.reason = "the file cannot be mapped";
      return false;
    }
    reading.source = "mincore";
    reading.resident_bytes = bytes_of(*pages);
    return true;
  }

  /** The last page is usually not full. */
  double bytes_of(uint64_t pages) const {
    const auto page_bytes = static_cast<double>(sysconf(_SC_PAGESIZE));
    return std::min(static_cast<double>(pages) * page_bytes, static_cast<double>(stat_.st_size));
  }

  Fd fd_;
  struct stat stat_ {};
  uint64_t kind_ = 0;
};

}  // namespace

PageCacheReading read_page_cache(const std::string& path) { return CachedFile(path).read(); }

PageCacheDrop drop_page_cache(const std::string& path) {
  const CachedFile file(path);
  PageCacheDrop dropped{file.read(), {}};
  dropped.after = dropped.before;
  if (dropped.before.is_in_memory) return dropped;
  for (int i = 0; i < kTries; ++i) {
    file.drop();
    dropped.after = file.read();
    if (dropped.after.resident_bytes == 0) break;
  }
  return dropped;
}

}  // namespace loadcell
