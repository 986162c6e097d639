#include <sys/types.h>

#include <cmath>
#include <filesystem>

#include "harness.h"
#include "probe/gpu/drm_client.h"
#include "probe/gpu/drm_memory.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr double kKib = 1024;
constexpr double kMib = 1024 * kKib;
constexpr double kGib = 1024 * kMib;

GpuMemory memory_in(const std::string& text) {
  return parse_drm_client("drm-driver:\tx\n" + text).value().memory.value();
}

struct Tree {
  void open(const std::string& process, const char* fd, const std::string& info,
            const char* node = "/dev/dri/renderD128") const {
    proc.write(process + "/fdinfo/" + fd, info);
    std::filesystem::create_directories(proc.path() + "/" + process + "/fd");
    std::filesystem::create_symlink(node, proc.path() + "/" + process + "/fd/" + fd);
  }
  DrmListing list(const std::vector<pid_t>& pids) const {
    return list_drm_memory(proc.path(), proc.path() + "/sys", pids);
  }

  FakeProc proc;
};

constexpr const char* kAmd = "drm-driver:\tamdgpu\ndrm-pdev:\t0000:03:00.0\n";

}  // namespace

TEST("client memory is the sum over regions, with the part on the device") {
  // An integrated GPU: nearly all of its memory is system memory.
  const GpuMemory integrated = memory_in(
      "drm-resident-vram:\t5 MiB\ndrm-resident-gtt:\t25165824 KiB\ndrm-resident-cpu:\t0\n");
  CHECK_EQUAL(integrated.used_bytes, 24 * kGib + 5 * kMib);
  CHECK_EQUAL(integrated.device_bytes, 5 * kMib);
  const GpuMemory i915 = memory_in(
      "drm-resident-local0: 3 MiB\ndrm-resident-system0: 2 MiB\ndrm-resident-stolen-system0: 1 MiB\n");
  CHECK_EQUAL(i915.used_bytes, 6 * kMib);
  CHECK_EQUAL(i915.device_bytes, 3 * kMib);
  const std::string stolen = "drm-resident-stolen: 1 MiB\ndrm-resident-system: 2 MiB\n";
  CHECK_EQUAL(memory_in(stolen).device_bytes, 0.0);
  CHECK_EQUAL(memory_in(stolen + "drm-resident-vram0: 4 MiB\n").device_bytes, 5 * kMib);
  CHECK_EQUAL(memory_in("drm-resident-memory: 7\n").used_bytes, 7.0);
  CHECK_EQUAL(memory_in("drm-resident-gtt: 7\ndrm-memory-oa: 9 KiB\n").used_bytes, 7.0);
}

TEST("resident memory takes precedence over its old name and over requested memory, per region") {
  for (const char* text : {"drm-memory-vram: 2 MiB\ndrm-resident-vram: 1 MiB\n",
                           "drm-resident-vram: 1 MiB\ndrm-memory-vram: 2 MiB\n"}) {
    CHECK_EQUAL(memory_in(std::string(text) + "drm-memory-gtt: 3 MiB\ndrm-total-vram: 9 GiB\n").used_bytes,
                4 * kMib);
  }
  const auto requested = parse_drm_client("drm-driver: v3d\ndrm-total-memory: 6 MiB\ndrm-shared-memory: 0\n");
  CHECK_EQUAL(requested->memory->used_bytes, 6 * kMib);
  CHECK(requested->is_requested);
  CHECK(!parse_drm_client("drm-driver: x\ndrm-total-gtt: 6 MiB\ndrm-resident-gtt: 0\n")->is_requested);
}

TEST("shared memory is reported when the driver reports it") {
  CHECK_EQUAL(memory_in("drm-resident-gtt: 8\ndrm-shared-gtt: 2 KiB\n").shared_bytes, 2 * kKib);
  CHECK(std::isnan(memory_in("drm-resident-gtt: 8\n").shared_bytes));
}

TEST("old amdgpu keys are read") {
  const auto old = parse_drm_client(
      "pos:\t0\npdev:\t0000:03:00.0\npasid:\t32770\nvram mem:\t5120 kB\ngtt mem:\t24 kB\ncpu mem:\t1 kB\n"
      "gfx0:\t1.00%\n");
  CHECK_EQUAL(old->pci, "0000:03:00.0");
  CHECK(!old->id.empty());
  CHECK_EQUAL(old->memory->used_bytes, 5145 * kKib);
  CHECK_EQUAL(old->memory->device_bytes, 5120 * kKib);
  CHECK_EQUAL(parse_drm_client("pdev: 0000:03:00.0\npasid: 0\n")->id, "");
}

TEST("units, spaces and values are parsed as the kernel writes them, and invalid sizes rejected") {
  CHECK_EQUAL(memory_in("drm-resident-gtt:1\n").used_bytes, 1.0);
  CHECK_EQUAL(memory_in("drm-resident-gtt:  \t 3 kB\n").used_bytes, 3 * kKib);
  CHECK_EQUAL(memory_in("drm-resident-gtt: \t3 KiB \r\n").used_bytes, 3 * kKib);
  CHECK_EQUAL(memory_in("drm-resident-gtt: 2 GiB").used_bytes, 2 * kGib);
  // A counter that wrapped below zero, as in some kernels.
  for (const char* text : {"18446744073709551612 KiB", "18446744073709551616", "-1", "x", "", "4 pages"}) {
    const auto client = parse_drm_client("drm-driver: x\ndrm-resident-gtt: " + std::string(text) + "\n");
    CHECK(client && !client->memory);
  }
  CHECK(!parse_drm_client("pos:\t0\nflags:\t02\nmnt_id:\t15\n"));
  CHECK(!parse_drm_client(""));
}

TEST("a client counts once over the tree: duplicates, forks and nodes of one device") {
  const Tree tree;
  const std::string one = std::string(kAmd) + "drm-client-id:\t7\ndrm-memory-vram:\t100 KiB\n";
  tree.open("9", "4", one);
  tree.open("9", "5", one);
  tree.open("10", "4", one);
  tree.open("10", "6", std::string(kAmd) + "drm-client-id:\t8\ndrm-memory-vram:\t1 MiB\n", "/dev/dri/card0");
  tree.open("10", "7", "drm-pdev: 0000:00:02.0\ndrm-client-id: 7\ndrm-resident-local0: 4096\n");
  std::filesystem::create_symlink("/dev/null", tree.proc.path() + "/9/fd/8");
  const DrmListing listing = tree.list({9, 10, 11});
  CHECK_EQUAL(listing.memories.size(), 3U);
  for (const DrmMemory& memory : listing.memories) {
    const bool is_amd = memory.device == "0000:03:00.0";
    CHECK_EQUAL(memory.memory.used_bytes, !is_amd ? 4096 : memory.pid == 9 ? 100 * kKib : kMib);
  }
  CHECK_EQUAL(listing.readable, 2U);
  CHECK(problems_of(listing).empty());
}

TEST("files without a client id count when there is only one") {
  const Tree tree;
  const std::string anonymous = std::string(kAmd) + "drm-memory-vram:\t100 KiB\n";
  tree.open("9", "4", anonymous);
  CHECK_EQUAL(tree.list({9}).memories.at(0).memory.used_bytes, 100 * kKib);
  CHECK(problems_of(tree.list({9})).empty());
  tree.open("10", "4", anonymous);
  CHECK_EQUAL(tree.list({9, 10}).memories.size(), 1U);
  CHECK_EQUAL(problems_of(tree.list({9, 10})).size(), 1U);
}

TEST("devices on other buses and accelerators are named by their sysfs path") {
  const Tree tree;
  tree.proc.write("sys/devices/fde60000.gpu/x", "");
  for (const char* node : {"class/drm/renderD128", "class/accel/accel0"}) {
    std::filesystem::create_directories(tree.proc.path() + "/sys/" + node);
    std::filesystem::create_symlink("../../../devices/fde60000.gpu",
                                    tree.proc.path() + "/sys/" + node + "/device");
  }
  const std::string info = "drm-driver: panthor\ndrm-client-id: 3\ndrm-resident-memory: 1 MiB\n";
  tree.open("9", "4", info);
  tree.open("9", "5", "drm-driver: ivpu\ndrm-client-id: 4\ndrm-total-memory: 2 MiB\n", "/dev/accel/accel0");
  tree.open("9", "6", "drm-driver: x\ndrm-client-id: 5\ndrm-resident-memory: 1\n", "/dev/dri/renderD129 (deleted)");
  const DrmListing listing = tree.list({9});
  CHECK_EQUAL(listing.memories.size(), 2U);
  CHECK_EQUAL(listing.memories[0].device == "fde60000.gpu", listing.memories[0].memory.used_bytes == 3 * kMib);
  CHECK_EQUAL(listing.requested.size(), 1U);
}

TEST("the files of a process without its first thread are found at the other threads") {
  const Tree tree;
  std::filesystem::create_directories(tree.proc.path() + "/9/fd");
  std::filesystem::create_directories(tree.proc.path() + "/9/task/9/fd");
  tree.open("9/task/12", "4", std::string(kAmd) + "drm-client-id: 1\ndrm-resident-vram: 64\n");
  CHECK_EQUAL(tree.list({9}).memories.at(0).memory.used_bytes, 64.0);
}

TEST("other files and NVIDIA nodes are left out, and nodes without reports are recorded") {
  const Tree tree;
  tree.open("9", "4", "drm-driver: nvidia-drm\ndrm-pdev: 0000:01:00.0\ndrm-client-id: 1\ndrm-resident-vram: 64\n");
  tree.open("9", "5", "pos: 0\n", "/home/a/card-data");
  tree.open("9", "6", "pos: 0\n", "/dev/dri/card1");
  const DrmListing listing = tree.list({9});
  CHECK(listing.memories.empty() && listing.silent.empty());
  CHECK_EQUAL(listing.mute.size(), 1U);
  CHECK_EQUAL(why_unknown(listing, "card1"), "the driver does not report the memory of processes");
  CHECK_EQUAL(why_unknown(listing, "0000:01:00.0"), "");
}
