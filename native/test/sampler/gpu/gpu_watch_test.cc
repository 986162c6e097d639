#include <cmath>
#include <filesystem>

#include "base/clock.h"
#include "harness.h"
#include "support/gpu_rig.h"

using namespace loadcell;
using namespace loadcell::test;

TEST("a watch writes rows of devices and processes, and keeps their totals") {
  const Script script("processes 2\n");
  GpuRig rig("fake_nvml.so");
  rig.name_tree({1000, 1001, 1002});
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

TEST("without any GPU a watch runs and reports what is missing") {
  GpuRig rig("no_such_library.so");
  rig.sampler->start();
  rig.wait_for_ticks(2);
  rig.sampler->stop(kPatienceNs);
  CHECK(rig.sampler->watch().reports().empty());
  CHECK_EQUAL(rig.sampler->watch().missing().size(), 1U);
  CHECK(rig.sampler->watch().problems().empty());
}

TEST("a driver without its library is a problem, and so is a library that does not start") {
  const Script script("init_fails 1\n");
  for (const char* name : {"no_such_library.so", "fake_nvml.so"}) {
    GpuRig rig(name);
    rig.sys.write("proc/driver/nvidia/version", "NVRM version\n");
    rig.sampler->start();
    rig.wait_for_ticks(1);
    rig.sampler->stop(kPatienceNs);
    CHECK(rig.sampler->watch().missing().empty());
    CHECK_EQUAL(rig.sampler->watch().problems().size(), 1U);
  }
}

TEST("the thread of a hanging driver is detached and does not touch the ring when it wakes") {
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
    // The thread ends after its current tick.
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
