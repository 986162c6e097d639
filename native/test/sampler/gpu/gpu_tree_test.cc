#include <array>
#include <cmath>
#include <filesystem>

#include "harness.h"
#include "probe/gpu/tree_pids.h"
#include "support/gpu_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

constexpr const char* kAmd = "drm-driver: amdgpu\ndrm-pdev: 0000:03:00.0\n";

/** Opens a device in a process, with its fdinfo. */
void open_device(const GpuRig& rig, pid_t pid, const std::string& info) {
  const std::string process = rig.sys.path() + "/proc/" + std::to_string(pid);
  rig.sys.write("proc/" + std::to_string(pid) + "/fdinfo/3", info);
  std::filesystem::create_directories(process + "/fd");
  std::filesystem::create_symlink("/dev/dri/renderD128", process + "/fd/3");
}

void add_amd_device(const GpuRig& rig) {
  rig.sys.write("pci/0000:03:00.0/mem_info_vram_used", "1000\n");
  rig.sys.write("pci/0000:03:00.0/mem_info_gtt_used", "5000\n");
  for (const char* node : {"card0", "renderD128"}) {
    const std::string folder = rig.sys.path() + "/class/drm/" + node;
    std::filesystem::create_directories(folder);
    std::filesystem::create_symlink("../../../pci/0000:03:00.0", folder + "/device");
  }
}

}  // namespace

TEST("only processes of the tree have rows, and the tree has their sum") {
  const Script script("processes 4\nbytes1 7000\npid3 0\n");
  GpuRig rig("fake_nvml.so");
  rig.name_tree({1001, 1002});
  rig.sampler->start();
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  const Record tree = rig.take(RecordKind::kGpuTree).back();
  CHECK_EQUAL(tree.values[0], 3e8 + 7000);
  CHECK_EQUAL(tree.values[1], 3e8 + 7000);
  CHECK(std::isnan(tree.values[2]));
  CHECK_EQUAL(tree.pid, 0);
  CHECK_EQUAL(rig.report().unattributed, "");
}

TEST("rows of other processes are not written") {
  const Script script("processes 3\n");
  GpuRig rig("fake_nvml.so");
  rig.name_tree({1002});
  rig.sampler->start();
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  for (const Record& row : rig.take(RecordKind::kGpuProcess)) CHECK_EQUAL(row.pid, 1002);
}

TEST("a tree without memory on a device has 0 there") {
  const Script script("processes 3\n");
  GpuRig rig("fake_nvml.so");
  rig.name_tree({5});
  rig.sampler->start();
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 0.0);
}

TEST("a process that joins the tree is in the next list, and a reused PID is not") {
  const Script script("processes 3\nbytes1 4096\n");
  GpuRig rig("fake_nvml.so");
  rig.name_tree({1000});
  rig.sampler->start();
  rig.wait_for_list();
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 1e8);
  rig.name_tree({1000, 1001});
  rig.wait_for_list();
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 1e8 + 4096);
  rig.sys.write("proc/1001/stat", "1001 (x) S 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 99 0 0\n");
  rig.sampler->watch().set_processes(
      {{.pid = 1000, .start_ticks = 0}, {.pid = 1001, .start_ticks = 98}});
  rig.wait_for_list();
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 1e8);
  rig.sampler->watch().set_processes(
      {{.pid = 1000, .start_ticks = 0}, {.pid = 1001, .start_ticks = 99}});
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 1e8 + 4096);
}

TEST("process IDs of the initial namespace match nothing in another one, which is reported once") {
  const Script script("devices 2\nprocesses 2\n");
  GpuRig rig("fake_nvml.so", "pid:[4026532000]");
  rig.name_tree({1000});
  rig.sampler->start();
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  CHECK(rig.take(RecordKind::kGpuProcess).empty() && rig.take(RecordKind::kGpuTree).empty());
  const std::vector<std::string> problems = rig.sampler->watch().problems();
  CHECK_EQUAL(problems.size(), 1U);
  CHECK(problems[0].find("container") != std::string::npos);
  CHECK_EQUAL(rig.report().unattributed, why_pids_are_foreign(rig.sys.path() + "/proc"));
  const FakeProc bare;
  CHECK(!why_pids_are_foreign(bare.path()).empty());
}

TEST("a device that does not report processes or their memory has a reason and no sum") {
  for (const char* text : {"compute_fails 1\n", "pid1 5\n"}) {
    const Script script(text);
    GpuRig rig("fake_nvml.so");
    rig.name_tree({5});
    rig.sampler->start();
    rig.wait_for_list();
    rig.sampler->stop(kPatienceNs);
    CHECK(rig.take(RecordKind::kGpuTree).empty());
    CHECK(rig.report().unattributed.starts_with("the driver"));
    CHECK_EQUAL(rig.sampler->watch().problems().size(), 1U);
  }
}

TEST("DRM clients are summed over the tree, including workers, and a device keeps its row when they close") {
  GpuRig rig("no_such_library.so");
  add_amd_device(rig);
  rig.name_tree({7, 8});
  open_device(rig, 8, std::string(kAmd) + "drm-client-id: 1\ndrm-resident-vram: 4 KiB\ndrm-resident-gtt: 1 MiB\n");
  rig.sampler->start();
  rig.wait_for_list();
  const Record tree = rig.last(RecordKind::kGpuTree);
  CHECK_EQUAL(tree.source, 0);
  CHECK_EQUAL(tree.values[0], 4096.0 + 1048576);
  CHECK_EQUAL(tree.values[1], 4096.0);
  std::filesystem::remove(rig.sys.path() + "/proc/8/fd/3");
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  const std::vector<Record> rows = rig.take(RecordKind::kGpuSystem);
  CHECK_EQUAL(rows.back().values[0], 5000.0);
  rig.name_tree({});
}

TEST("a DRM-only device is listed from the beginning, and the tree has 0 on it") {
  GpuRig rig("no_such_library.so");
  add_amd_device(rig);
  for (const auto& [node, pci, driver] : {std::array{"renderD129", "0000:00:02.0", "i915"},
                                          std::array{"renderD130", "0000:01:00.0", "nvidia"}}) {
    rig.sys.write("pci/" + std::string(pci) + "/vendor", "0\n");
    std::filesystem::create_symlink("../../bus/" + std::string(driver),
                                    rig.sys.path() + "/pci/" + pci + "/driver");
    std::filesystem::create_directories(rig.sys.path() + "/class/drm/" + node);
    std::filesystem::create_symlink("../../../pci/" + std::string(pci),
                                    rig.sys.path() + "/class/drm/" + node + "/device");
  }
  rig.name_tree({8});
  rig.sampler->start();
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  const std::vector<GpuReport> reports = rig.sampler->watch().reports();
  CHECK_EQUAL(reports.size(), 2U);
  CHECK_EQUAL(reports[1].vendor + " " + reports[1].id, "drm 0000:00:02.0");
  const Record row = rig.last(RecordKind::kGpuTree);
  CHECK_EQUAL(row.source, 1);
  CHECK_EQUAL(row.values[0], 0.0);
}

TEST("a device closed by its processes has 0 of their memory") {
  GpuRig rig("no_such_library.so");
  rig.name_tree({8});
  open_device(rig, 8, "drm-driver: xe\ndrm-pdev: 0000:00:02.0\ndrm-client-id: 1\ndrm-resident-gtt: 1 MiB\n");
  rig.sampler->start();
  rig.wait_for_list();
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 1048576.0);
  CHECK_EQUAL(rig.report().vendor, "drm");
  std::filesystem::remove(rig.sys.path() + "/proc/8/fd/3");
  rig.wait_for_list();
  rig.sampler->stop(kPatienceNs);
  CHECK_EQUAL(rig.last(RecordKind::kGpuTree).values[0], 0.0);
}

TEST("a device without client memory in the kernel has a reason and no sum") {
  for (const char* info : {"pos:\t0\nflags:\t02\n", "drm-driver: amdgpu\ndrm-pdev: 0000:03:00.0\ndrm-client-id: 4\n"}) {
    GpuRig rig("no_such_library.so");
    add_amd_device(rig);
    rig.name_tree({7});
    open_device(rig, 7, info);
    rig.sampler->start();
    rig.wait_for_list();
    rig.sampler->stop(kPatienceNs);
    CHECK(rig.take(RecordKind::kGpuTree).empty());
    CHECK(rig.report().unattributed.find("does not report") != std::string::npos);
    CHECK_EQUAL(rig.sampler->watch().problems().size(), 1U);
  }
}
