#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <iostream>
#include <thread>

#include "base/fd.h"
#include "harness.h"
#include "page_cache/page_cache.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** Mounts an overlay for the calling thread only. @returns whether this user and kernel can */
bool mount_overlay(const std::string& folder) {
  const std::string options = "lowerdir=" + folder + "/over:" + folder + "/under";
  return unshare(CLONE_NEWNS) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("overlay", (folder + "/merged").c_str(), "overlay", MS_RDONLY, options.c_str()) == 0;
}

}  // namespace

TEST("for a file on overlayfs, the pages of the lower file are counted and dropped") {
  constexpr double kBytes = 1 << 20;
  const FakeProc folder;
  folder.write("over/other", "x");
  folder.write("under/file", std::string(static_cast<size_t>(kBytes), 'x'));
  folder.write("merged/empty", "");
  // Overlayfs never writes dirty pages of the lower file.
  CHECK_EQUAL(fsync(Fd(open((folder.path() + "/under/file").c_str(), O_RDONLY)).get()), 0);
  bool is_mounted = false;
  PageCacheDrop dropped;
  // The namespace of the mount ends with the thread.
  std::thread([&] {
    is_mounted = mount_overlay(folder.path());
    if (is_mounted) dropped = drop_page_cache(folder.path() + "/merged/file");
  }).join();
  if (!is_mounted) {
    std::cout << "    (overlayfs cannot be mounted here)\n";
    return;
  }
  CHECK_EQUAL(dropped.before.source, std::string("mincore"));
  CHECK_EQUAL(dropped.before.resident_bytes, kBytes);
  CHECK_EQUAL(dropped.after.resident_bytes, dropped.before.is_in_memory ? kBytes : 0.0);
}
