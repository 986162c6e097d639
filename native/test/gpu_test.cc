#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "fake_proc.h"
#include "harness.h"
#include "probe/gpu/amdgpu_device.h"
#include "probe/gpu/drm_memory.h"
#include "probe/gpu/nvml_device.h"
#include "base/clock.h"
#include "sampler/gpu_sampler.h"
#include "sampler_rig.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

/** The fake libraries lie beside this executable. */
std::string library(const char* name) {
  return std::filesystem::canonical("/proc/self/exe").parent_path().string() + "/" + name;
}

/** The script of the fake library while it lives. */
struct Script {
  explicit Script(const std::string& text) {
    write(text);
    setenv("LOADCELL_FAKE_NVML", (folder.path() + "/script").c_str(), 1);
  }
  ~Script() { unsetenv("LOADCELL_FAKE_NVML"); }
  /** Replaces the script whole: the library never reads a half. */
  void write(const std::string& text) const {
    folder.write("next", text);
    std::filesystem::rename(folder.path() + "/next", folder.path() + "/script");
  }
  FakeProc folder;
};

struct Devices {
  explicit Devices(const char* name) {
    const auto opened = NvmlLibrary::open(library(name), problem);
    if (opened) list_nvml_devices(opened, devices, problems);
  }
  GpuDevice& only() { return *devices.at(0); }

  std::string problem;
  std::vector<std::string> problems;
  std::vector<std::unique_ptr<GpuDevice>> devices;
};

std::vector<GpuProcess> processes_of(GpuDevice& device) {
  std::vector<GpuProcess> processes;
  device.list_processes(processes);
  return processes;
}

struct GpuRig {
  explicit GpuRig(const char* name)
      : memory(ring_bytes(256, sizeof(Record))),
        sampler(std::in_place,
                GpuSetup{.nvml_path = library(name),
                         .sys_root = sys.path(),
                         .proc_root = sys.path() + "/proc",
                         .period_ns = kMillisecondNs,
                         .processes_period_ns = 2 * kMillisecondNs},
                memory.data(), 256) {}

  GpuTotals totals() const { return sampler->watch().totals(); }
  void wait_for_ticks(uint64_t ticks) const {
    wait_until([this, ticks] { return totals().ticks >= ticks; });
  }

  FakeProc sys;
  std::vector<std::byte> memory;
  std::optional<GpuSampler> sampler;
};

constexpr int64_t kPatienceNs = 30'000'000'000;

}  // namespace

TEST("a device of NVML tells everything in the units of the record") {
  const Script script("devices 2\n");
  Devices nvml("fake_nvml.so");
  CHECK_EQUAL(nvml.devices.size(), 2U);
  GpuDevice& device = *nvml.devices[1];
  CHECK_EQUAL(device.name(), "Fake GPU");
  CHECK_EQUAL(device.id(), "GPU-2");
  const GpuReading reading = device.read();
  CHECK_EQUAL(reading.used_bytes, 1e9);
  CHECK_EQUAL(reading.total_bytes, 8e9);
  CHECK_EQUAL(reading.utilization, 0.75);
  CHECK_EQUAL(reading.power_watts, 250.5);
  CHECK_EQUAL(reading.temperature_celsius, 61.0);
  CHECK_EQUAL(reading.energy_joules, 123.456);
  CHECK_EQUAL(reading.core_clock_hz, 1980e6);
  CHECK_EQUAL(reading.memory_clock_hz, 9501e6);
  CHECK_EQUAL(reading.throttle_reasons, 4.0);
  CHECK_EQUAL(device.problem(), "");
}

TEST("what a device does not support is absent, and the rest is there") {
  const Script script("power_unsupported 1\n");
  Devices nvml("fake_nvml.so");
  const GpuReading reading = nvml.only().read();
  CHECK(std::isnan(reading.power_watts));
  CHECK_EQUAL(reading.used_bytes, 1e9);
  CHECK_EQUAL(nvml.only().problem(), "power: Not Supported");
}

TEST("a GPU that is lost has no values, and says so") {
  const Script script("");
  Devices nvml("fake_nvml.so");
  script.write("lost 1\n");
  const GpuReading reading = nvml.only().read();
  CHECK(std::isnan(reading.used_bytes) && std::isnan(reading.utilization));
  CHECK(nvml.only().problem().find("GPU is lost") != std::string::npos);
  CHECK(processes_of(nvml.only()).empty());
}

TEST("an old library gives what it has: memory in its first form, and a problem for the rest") {
  const Script script("");
  Devices nvml("fake_nvml_bare.so");
  const GpuReading reading = nvml.only().read();
  CHECK_EQUAL(reading.used_bytes, 1.5e9);
  CHECK(std::isnan(reading.power_watts));
  CHECK(nvml.only().problem().find("no such function") != std::string::npos);
  CHECK(processes_of(nvml.only()).empty());
}

TEST("processes are listed in every form that drivers write") {
  for (const char* form : {"form 24\n", "form 32\n"}) {
    const Script script(std::string("processes 5\n") + form);
    Devices nvml("fake_nvml.so");
    const std::vector<GpuProcess> processes = processes_of(nvml.only());
    CHECK_EQUAL(processes.size(), 5U);
    CHECK_EQUAL(processes[4].pid, 1004);
    CHECK_EQUAL(processes[4].used_bytes, 5e8);
    CHECK(std::isnan(processes[1].used_bytes));
  }
  const Script script("processes 3\n");
  Devices old("fake_nvml_v1.so");
  CHECK_EQUAL(processes_of(old.only()).size(), 3U);
  CHECK_EQUAL(processes_of(old.only())[2].used_bytes, 3e8);
}

TEST("more processes than expected are asked for again, and a form that is not known is refused") {
  const Script script("processes 500\n");
  Devices nvml("fake_nvml.so");
  CHECK_EQUAL(processes_of(nvml.only()).size(), 500U);
  script.write("processes 5\nform 48\n");
  CHECK(processes_of(nvml.only()).empty());
  CHECK(nvml.only().problem().find("not known") != std::string::npos);
}

TEST("a library that is absent, is another, or does not start, says so") {
  std::string problem;
  CHECK(!NvmlLibrary::open("/nowhere/libnvidia-ml.so.1", problem));
  CHECK(problem.find("/nowhere") != std::string::npos);
  CHECK(!NvmlLibrary::open("libm.so.6", problem));
  CHECK(problem.find("is it NVML?") != std::string::npos);
  const Script script("init_fails 1\n");
  CHECK(!NvmlLibrary::open(library("fake_nvml.so"), problem));
  CHECK_EQUAL(problem, "NVIDIA: NVML did not start: Unknown Error");
}

TEST("an AMD device is read from the files of its driver") {
  const FakeProc sys;
  sys.write("class/drm/card0-HDMI-A-1/status", "connected\n");
  sys.write("class/drm/card1/device/vendor", "0x8086\n");
  sys.write("devices/0000:03:00.0/mem_info_vram_used", "123\n");
  sys.write("devices/0000:03:00.0/mem_info_vram_total", "456\n");
  sys.write("devices/0000:03:00.0/gpu_busy_percent", "50\n");
  sys.write("devices/0000:03:00.0/hwmon/hwmon7/power1_average", "42000000\n");
  sys.write("devices/0000:03:00.0/hwmon/hwmon7/temp1_input", "55000\n");
  sys.write("devices/0000:03:00.0/hwmon/hwmon7/freq1_input", "2100000000\n");
  sys.write("class/drm/card2/dev", "226:2\n");
  std::filesystem::create_symlink("../../../devices/0000:03:00.0",
                                  sys.path() + "/class/drm/card2/device");
  std::vector<std::unique_ptr<GpuDevice>> devices;
  list_amdgpu_devices(sys.path(), devices);
  CHECK_EQUAL(devices.size(), 1U);
  CHECK_EQUAL(devices[0]->id(), "0000:03:00.0");
  const GpuReading reading = devices[0]->read();
  CHECK_EQUAL(reading.used_bytes, 123.0);
  CHECK_EQUAL(reading.total_bytes, 456.0);
  CHECK_EQUAL(reading.utilization, 0.5);
  CHECK_EQUAL(reading.power_watts, 42.0);
  CHECK_EQUAL(reading.temperature_celsius, 55.0);
  CHECK_EQUAL(reading.core_clock_hz, 2.1e9);
  CHECK(std::isnan(reading.memory_clock_hz) && std::isnan(reading.energy_joules));
}

TEST("memory by fdinfo counts a client once and only what is on the card") {
  const FakeProc proc;
  const auto open_device = [&proc](const char* fd, const std::string& info) {
    proc.write(9, std::string("fdinfo/") + fd, info);
    std::filesystem::create_directories(proc.path() + "/9/fd");
    std::filesystem::create_symlink("/dev/dri/renderD128", proc.path() + "/9/fd/" + fd);
  };
  const std::string amd = "drm-driver:\tamdgpu\ndrm-pdev:\t0000:03:00.0\n";
  open_device("4", amd + "drm-client-id:\t7\ndrm-memory-vram:\t100 KiB\ndrm-memory-gtt: 9 MiB\n");
  open_device("5", amd + "drm-client-id:\t7\ndrm-memory-vram:\t100 KiB\n");
  open_device("6", amd + "drm-client-id:\t8\ndrm-memory-vram:\t2 MiB\ndrm-resident-vram: 1 MiB\n");
  open_device("7", "drm-pdev: 0000:00:02.0\ndrm-client-id: 1\ndrm-resident-local0: 4096\n");
  std::filesystem::create_symlink("/dev/null", proc.path() + "/9/fd/8");
  const std::vector<DrmMemory> memories = read_drm_memory(proc.path(), 9);
  CHECK_EQUAL(memories.size(), 2U);
  for (const DrmMemory& memory : memories) {
    CHECK_EQUAL(memory.used_bytes, memory.pci == "0000:03:00.0" ? 100 * 1024.0 + 1048576 : 4096.0);
  }
  CHECK(read_drm_memory(proc.path(), 10).empty());
}

TEST("a watch writes rows of devices and processes, and keeps their totals") {
  const Script script("processes 2\n");
  GpuRig rig("fake_nvml.so");
  rig.sampler->start();
  rig.wait_for_ticks(3);
  script.write("used 3000000000\n");
  const uint64_t ticks = rig.totals().ticks;
  rig.wait_for_ticks(ticks + 3);
  rig.sampler->stop(kPatienceNs);
  const std::vector<GpuReport> reports = rig.sampler->watch().reports();
  CHECK_EQUAL(reports.size(), 1U);
  CHECK_EQUAL(reports[0].vendor, "nvidia");
  CHECK_EQUAL(reports[0].figures.columns[0].first, 1e9);
  CHECK_EQUAL(reports[0].figures.columns[0].peak, 3e9);
  RingReader<Record> reader(rig.memory.data());
  Record record{};
  uint64_t devices = 0, processes = 0;
  while (reader.read(record)) {
    devices += record.kind == static_cast<uint16_t>(RecordKind::kGpu) ? 1 : 0;
    processes += record.kind == static_cast<uint16_t>(RecordKind::kGpuProcess) ? 1 : 0;
  }
  CHECK_EQUAL(devices, rig.totals().ticks);
  CHECK_EQUAL(processes, (rig.totals().ticks + 1) / 2 * 2);
  CHECK(rig.sampler->cpu_ns() > 0);
}

TEST("without any GPU a watch runs and says what is missing") {
  GpuRig rig("no_such_library.so");
  rig.sampler->start();
  rig.wait_for_ticks(2);
  rig.sampler->stop(kPatienceNs);
  CHECK(rig.sampler->watch().reports().empty());
  CHECK_EQUAL(rig.sampler->watch().missing().size(), 1U);
}

TEST("a driver that hangs is left behind, and touches the ring no more when it wakes") {
  const Script script("");
  bool was_reading = false;
  std::vector<std::byte> after;
  {
    GpuRig rig("fake_nvml.so");
    rig.sampler->start();
    rig.wait_for_ticks(2);
    script.write("hang 1\n");
    wait_until([&] {
      const GpuTotals totals = rig.totals();
      was_reading = !std::isnan(totals.reading_since_ns) &&
                    static_cast<double>(monotonic_now_ns()) - totals.reading_since_ns > 20e6;
      return was_reading;
    });
    rig.sampler->stop(0);
    CHECK(rig.sampler->was_left_behind());
    const std::vector<std::byte> before = rig.memory;
    const uint64_t ticks = rig.totals().ticks;
    script.write("hang 0\n");
    // The thread ends with the tick that it was in.
    rig.wait_for_ticks(ticks + 1);
    CHECK(rig.memory == before);
  }
  CHECK(was_reading);
}

TEST("a watch that never started stops, and one that stopped does not start") {
  GpuRig rig("no_such_library.so");
  rig.sampler->stop(kPatienceNs);
  rig.sampler->start();
  CHECK_EQUAL(rig.totals().ticks, 0U);
  CHECK_EQUAL(rig.sampler->cpu_ns(), 0);
}
