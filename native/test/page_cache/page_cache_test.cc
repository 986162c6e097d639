#include "page_cache/page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iostream>

#include "base/error.h"
#include "base/fd.h"
#include "harness.h"
#include "page_cache/resident_pages.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr uint64_t kMegabyte = 1 << 20;

/** A temporary file whose last page is not full. */
class TemporaryFile {
 public:
  explicit TemporaryFile(uint64_t bytes) : bytes_(bytes) {
    folder_.write("file", std::string(bytes, 'x'));
  }
  std::string path() const { return folder_.path() + "/file"; }
  double bytes() const { return static_cast<double>(bytes_); }

 private:
  FakeProc folder_;
  uint64_t bytes_;
};

std::string code_of(const std::string& path) {
  try {
    read_page_cache(path);
    return "none";
  } catch (const Error& error) {
    return error.code();
  }
}

/** Whether test files are on a file system whose pages can be dropped; if not, the test checks less and reports that. */
bool can_drop(const PageCacheReading& reading) {
  if (reading.is_in_memory) std::cout << "    (temporary files are in memory here: nothing to drop)\n";
  return !reading.is_in_memory;
}

}  // namespace

TEST("a written file is fully resident, up to its exact size") {
  const TemporaryFile file(2 * kMegabyte + 100);
  const PageCacheReading reading = read_page_cache(file.path());
  CHECK_EQUAL(reading.size_bytes, file.bytes());
  CHECK_EQUAL(reading.resident_bytes, file.bytes());
  CHECK_EQUAL(reading.reason, std::string());
}

TEST("a file just written is dropped, including dirty pages") {
  const TemporaryFile file(3 * kMegabyte);
  const PageCacheDrop dropped = drop_page_cache(file.path());
  CHECK_EQUAL(dropped.before.resident_bytes, file.bytes());
  if (!can_drop(dropped.before)) return;
  CHECK_EQUAL(dropped.after.resident_bytes, 0.0);
  CHECK_EQUAL(read_page_cache(file.path()).resident_bytes, 0.0);
}

TEST("cachestat and mincore count the same pages") {
  const TemporaryFile file(3 * kMegabyte);
  if (!can_drop(drop_page_cache(file.path()).before)) return;
  const Fd fd(open(file.path().c_str(), O_RDONLY));
  posix_fadvise(fd.get(), 0, 0, POSIX_FADV_RANDOM);
  char byte = 0;
  CHECK_EQUAL(pread(fd.get(), &byte, 1, kMegabyte), 1);
  const auto by_mincore = count_resident_pages(fd.get(), 3 * kMegabyte);
  CHECK(by_mincore.has_value());
  CHECK(*by_mincore > 0 && *by_mincore < 3 * kMegabyte / 4096);
  const auto by_cachestat = read_cachestat(fd.get());
  if (by_cachestat && by_cachestat->cached_pages > 0) {
    CHECK_EQUAL(by_cachestat->cached_pages, *by_mincore);
  }
}

TEST("pages that a process maps stay, and are reported") {
  // The kernel keeps pages in blocks of up to a few MiB and maps a block as a whole.
  const TemporaryFile file(64 * kMegabyte);
  const Fd fd(open(file.path().c_str(), O_RDONLY));
  auto* mapped = static_cast<volatile char*>(
      mmap(nullptr, kMegabyte, PROT_READ, MAP_SHARED | MAP_POPULATE, fd.get(), 0));
  CHECK(mapped != MAP_FAILED);
  (void)mapped[0];
  const PageCacheDrop dropped = drop_page_cache(file.path());
  munmap(const_cast<char*>(mapped), kMegabyte);
  if (!can_drop(dropped.before)) return;
  CHECK(dropped.after.resident_bytes >= static_cast<double>(kMegabyte));
  CHECK(dropped.after.resident_bytes < file.bytes());
}

TEST("a file with holes and of more than one chunk is counted completely") {
  const TemporaryFile file(4096);
  const uint64_t size = 3 * (1ULL << 30) + 4096;
  CHECK_EQUAL(truncate(file.path().c_str(), static_cast<off_t>(size)), 0);
  const Fd fd(open(file.path().c_str(), O_RDWR));
  CHECK_EQUAL(pwrite(fd.get(), "x", 1, static_cast<off_t>(size) - 1), 1);
  const auto pages = count_resident_pages(fd.get(), size);
  CHECK(pages.has_value());
  CHECK(*pages >= 2);
  CHECK(*pages < 1000);
}

TEST("an empty file has no resident pages") {
  const TemporaryFile file(0);
  CHECK_EQUAL(read_page_cache(file.path()).resident_bytes, 0.0);
}

TEST("missing files and non-files are rejected with a code") {
  CHECK_EQUAL(code_of("/"), std::string("NOT_A_FILE"));
  CHECK_EQUAL(code_of("/dev/null"), std::string("NOT_A_FILE"));
  CHECK_EQUAL(code_of("/no/such/file"), std::string("NO_FILE"));
}

TEST("a tmpfs file is reported as in memory and keeps its pages") {
  struct statfs system {};
  char path[] = "/dev/shm/loadcell-test-XXXXXX";
  const Fd fd(mkstemp(path));
  if (!fd.is_open() || fstatfs(fd.get(), &system) != 0 || system.f_type != 0x01021994) {
    if (fd.is_open()) unlink(path);
    std::cout << "    (no tmpfs at /dev/shm here)\n";
    return;
  }
  CHECK_EQUAL(pwrite(fd.get(), "x", 1, 8191), 1);
  const PageCacheDrop dropped = drop_page_cache(path);
  unlink(path);
  CHECK(dropped.after.is_in_memory);
  CHECK(dropped.after.resident_bytes >= 4096.0);
}

TEST("residency of another user's file is unknown with a reason, unless cachestat reports it") {
  const char* foreign = "/bin/sh";
  const bool is_root = geteuid() == 0;
  const Fd fd(open(foreign, O_RDONLY));
  if (is_root) CHECK_EQUAL(seteuid(65534), 0);
  const PageCacheReading reading = read_page_cache(foreign);
  const bool is_shown = read_cachestat(fd.get()).has_value();
  struct stat stat {};
  const bool is_believed = fstat(fd.get(), &stat) == 0 && mincore_is_true(fd.get(), stat);
  if (is_root) CHECK_EQUAL(seteuid(0), 0);
  CHECK(!is_believed);
  CHECK_EQUAL(std::isnan(reading.resident_bytes), !is_shown);
  CHECK_EQUAL(reading.reason.empty(), is_shown);
}

TEST("mincore is trusted for the owner of a file") {
  const TemporaryFile file(4096);
  const Fd fd(open(file.path().c_str(), O_RDONLY));
  struct stat stat {};
  CHECK_EQUAL(fstat(fd.get(), &stat), 0);
  CHECK(mincore_is_true(fd.get(), stat));
}
