#include <cmath>
#include <filesystem>

#include "harness.h"
#include "probe/gpu/amdgpu_device.h"
#include "support/gpu_rig.h"

using namespace loadcell;
using namespace loadcell::test;

TEST("an NVML device reports everything in the units of the record") {
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

TEST("unsupported values are absent, and the rest are reported") {
  const Script script("power_unsupported 1\n");
  Devices nvml("fake_nvml.so");
  const GpuReading reading = nvml.only().read();
  CHECK(std::isnan(reading.power_watts));
  CHECK_EQUAL(reading.used_bytes, 1e9);
  CHECK_EQUAL(nvml.only().problem(), "power: Not Supported");
}

TEST("a lost GPU has no values and a problem") {
  const Script script("");
  Devices nvml("fake_nvml.so");
  script.write("lost 1\n");
  const GpuReading reading = nvml.only().read();
  CHECK(std::isnan(reading.used_bytes) && std::isnan(reading.utilization));
  CHECK(nvml.only().problem().find("GPU is lost") != std::string::npos);
  CHECK(processes_of(nvml.only()).empty());
}

TEST("an old library reports memory in the first form, and a problem for the rest") {
  const Script script("");
  Devices nvml("fake_nvml_bare.so");
  const GpuReading reading = nvml.only().read();
  CHECK_EQUAL(reading.used_bytes, 1.5e9);
  CHECK(std::isnan(reading.power_watts));
  CHECK(nvml.only().problem().find("no such function") != std::string::npos);
  CHECK(processes_of(nvml.only()).empty());
}

TEST("processes are listed in every driver format") {
  for (const char* form : {"form 24\n", "form 32\n"}) {
    const Script script(std::string("processes 5\n") + form);
    Devices nvml("fake_nvml.so");
    const std::vector<GpuProcess> processes = processes_of(nvml.only());
    CHECK_EQUAL(processes.size(), 5U);
    CHECK_EQUAL(processes[4].pid, 1004);
    CHECK_EQUAL(processes[4].memory.used_bytes, 5e8);
    CHECK_EQUAL(processes[4].memory.device_bytes, 5e8);
    CHECK(std::isnan(processes[1].memory.used_bytes));
  }
  const Script script("processes 3\n");
  Devices old("fake_nvml_v1.so");
  CHECK_EQUAL(processes_of(old.only()).size(), 3U);
  CHECK_EQUAL(processes_of(old.only())[2].memory.used_bytes, 3e8);
}

TEST("an entry for process 0 is skipped, and the others are read in every form") {
  for (const char* form : {"form 24\n", "form 32\n"}) {
    for (const int count : {2, 3}) {
      const Script script("processes " + std::to_string(count) +
                          "\npid0 0\nbytes0 8000000000\npid1 77\nbytes1 2097152\npid2 0\n" + form);
      Devices nvml("fake_nvml.so");
      const std::vector<GpuProcess> processes = processes_of(nvml.only());
      CHECK_EQUAL(processes.size(), 1U);
      CHECK_EQUAL(processes[0].pid, 77);
      CHECK_EQUAL(processes[0].memory.used_bytes, 2097152.0);
    }
  }
  const Script script("processes 2\npid0 77\nbytes0 4096\npid1 0\n");
  Devices old("fake_nvml_v1.so");
  CHECK_EQUAL(processes_of(old.only()).size(), 1U);
}

TEST("a process counts once over compute and graphics lists, and its instances add up") {
  const std::string twice = "processes 2\npid0 77\npid1 77\nbytes0 1000\nbytes1 2000\n";
  const Script script(twice + "instances 1\ngraphics 1\n");
  Devices nvml("fake_nvml.so");
  const std::vector<GpuProcess> processes = processes_of(nvml.only());
  CHECK_EQUAL(processes.size(), 1U);
  CHECK_EQUAL(processes[0].memory.used_bytes, 3000.0);
}

TEST("a graphics list alone is not a complete list") {
  const Script script("compute_fails 1\ngraphics 1\n");
  Devices nvml("fake_nvml.so");
  CHECK(processes_of(nvml.only()).empty());
  CHECK_EQUAL(nvml.only().problem(), "the driver does not list processes: Not Supported");
}

TEST("the list is requested again for more processes, and an unknown form is rejected") {
  const Script script("processes 500\n");
  Devices nvml("fake_nvml.so");
  CHECK_EQUAL(processes_of(nvml.only()).size(), 500U);
  script.write("processes 5\nform 48\n");
  CHECK(processes_of(nvml.only()).empty());
  CHECK(nvml.only().problem().find("unknown form") != std::string::npos);
}

TEST("a library that is missing, wrong or does not start is a problem") {
  std::string problem;
  CHECK(!NvmlLibrary::open("/nowhere/libnvidia-ml.so.1", problem));
  CHECK(problem.find("/nowhere") != std::string::npos);
  CHECK(!NvmlLibrary::open("libm.so.6", problem));
  CHECK(problem.find("Check that it is NVML") != std::string::npos);
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
  sys.write("devices/0000:03:00.0/mem_info_gtt_used", "789\n");
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
  CHECK_EQUAL(reading.system_bytes, 789.0);
  CHECK_EQUAL(reading.utilization, 0.5);
  CHECK_EQUAL(reading.power_watts, 42.0);
  CHECK_EQUAL(reading.temperature_celsius, 55.0);
  CHECK_EQUAL(reading.core_clock_hz, 2.1e9);
  CHECK(std::isnan(reading.memory_clock_hz) && std::isnan(reading.energy_joules));
}

