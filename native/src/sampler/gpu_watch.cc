#include "sampler/gpu_watch.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/schedule.h"
#include "probe/gpu/amdgpu_device.h"
#include "probe/gpu/drm_memory.h"
#include "probe/gpu/nvml_device.h"
#include "probe/gpu/nvml_library.h"

namespace loadcell {

GpuWatch::GpuWatch(GpuSetup setup, void* ring_memory, uint32_t ring_slots)
    : setup_(std::move(setup)),
      ring_offset_bytes_(static_cast<size_t>(ring_base(ring_memory) -
                                             static_cast<std::byte*>(ring_memory))),
      ring_(std::in_place, ring_memory, ring_slots) {}

void GpuWatch::run(Thread& thread) noexcept {
  set_reading_since(static_cast<double>(monotonic_now_ns()));
  open_devices();
  set_reading_since(kNotMeasured);
  Schedule schedule(monotonic_now_ns(), setup_.period_ns);
  const auto ticks_per_list =
      static_cast<uint64_t>(std::max<int64_t>(1, setup_.processes_period_ns / setup_.period_ns));
  for (uint64_t tick = 0; thread.sleep_until(schedule.deadline_ns()); ++tick) {
    const auto at_ns = static_cast<double>(monotonic_now_ns());
    set_reading_since(at_ns);
    const bool lists = tick % ticks_per_list == 0;
    for (size_t i = 0; i < devices_.size(); ++i) {
      read_device(i, at_ns);
      if (lists) read_processes(i, at_ns);
    }
    if (lists) read_drm_processes(at_ns);
    const int64_t skipped = schedule.advance(monotonic_now_ns());
    const std::lock_guard lock(mutex_);
    if (ring_) ring_->publish();
    ++totals_.ticks;
    totals_.missed_ticks += static_cast<uint64_t>(skipped);
    totals_.reading_since_ns = kNotMeasured;
  }
  // Closed on this thread: closing, too, may block in the driver.
  devices_.clear();
}

void GpuWatch::open_devices() {
  std::vector<std::string> problems;
  if (!setup_.nvml_path.empty()) {
    std::string problem;
    const auto library = NvmlLibrary::open(setup_.nvml_path, problem);
    if (library) {
      list_nvml_devices(library, devices_, problems);
    } else {
      problems.push_back(problem);
    }
  }
  list_amdgpu_devices(setup_.sys_root, devices_);
  const std::lock_guard lock(mutex_);
  missing_ = std::move(problems);
  for (const auto& device : devices_) {
    reports_.push_back({.vendor = device->vendor(),
                        .name = device->name(),
                        .id = device->id(),
                        .problem = "",
                        .figures = {},
                        .clocks = {}});
  }
  totals_.is_open = true;
}

void GpuWatch::read_device(size_t index, double at_ns) {
  const GpuReading reading = devices_[index]->read();
  const ProbeValues figures = {reading.used_bytes, reading.total_bytes, reading.utilization,
                               reading.power_watts, reading.temperature_celsius};
  const ProbeValues clocks = {reading.energy_joules, reading.core_clock_hz, reading.memory_clock_hz,
                              reading.throttle_reasons, kNotMeasured};
  const std::lock_guard lock(mutex_);
  GpuReport& report = reports_[index];
  report.problem = devices_[index]->problem();
  report.figures.add(at_ns, figures);
  report.clocks.add(at_ns, clocks);
  write(RecordKind::kGpu, static_cast<uint16_t>(index), 0, at_ns, figures);
  write(RecordKind::kGpuClocks, static_cast<uint16_t>(index), 0, at_ns, clocks);
}

void GpuWatch::read_processes(size_t index, double at_ns) {
  std::vector<GpuProcess> processes;
  if (!devices_[index]->list_processes(processes)) return;
  const std::lock_guard lock(mutex_);
  for (const GpuProcess& process : processes) {
    write(RecordKind::kGpuProcess, static_cast<uint16_t>(index), process.pid, at_ns,
          {process.used_bytes, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured});
  }
}

void GpuWatch::read_drm_processes(double at_ns) {
  std::vector<pid_t> pids;
  {
    const std::lock_guard lock(mutex_);
    pids = pids_;
  }
  for (const pid_t pid : pids) {
    const std::vector<DrmMemory> memories = read_drm_memory(setup_.proc_root, pid);
    const std::lock_guard lock(mutex_);
    for (const DrmMemory& memory : memories) {
      // A device that nothing else here reads is known by its address alone.
      auto report = std::find_if(reports_.begin(), reports_.end(),
                                 [&](const GpuReport& known) { return known.id == memory.pci; });
      if (report == reports_.end()) {
        report = reports_.insert(report, {.vendor = "drm", .name = "", .id = memory.pci,
                                          .problem = "", .figures = {}, .clocks = {}});
      }
      write(RecordKind::kGpuProcess, static_cast<uint16_t>(report - reports_.begin()), pid, at_ns,
            {memory.used_bytes, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured});
    }
  }
}

void GpuWatch::write(RecordKind kind, uint16_t device, pid_t pid, double at_ns,
                     const ProbeValues& values) {
  const Record record{
      .time_ns = at_ns,
      .lateness_ns = kNotMeasured,
      .pid = pid,
      .kind = static_cast<uint16_t>(kind),
      .source = device,
      .values = {values[0], values[1], values[2], values[3], values[4]},
  };
  if (!ring_) return;
  ++totals_.rows;
  if (!ring_->stage(record)) ++totals_.dropped_rows;
}

void GpuWatch::set_reading_since(double at_ns) {
  const std::lock_guard lock(mutex_);
  totals_.reading_since_ns = at_ns;
}

void GpuWatch::let_go_of_ring() {
  const std::lock_guard lock(mutex_);
  ring_.reset();
}

void GpuWatch::set_processes(std::vector<pid_t> pids) {
  const std::lock_guard lock(mutex_);
  pids_ = std::move(pids);
}

GpuTotals GpuWatch::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_;
}

std::vector<GpuReport> GpuWatch::reports() const {
  const std::lock_guard lock(mutex_);
  return reports_;
}

std::vector<std::string> GpuWatch::missing() const {
  const std::lock_guard lock(mutex_);
  return missing_;
}

}  // namespace loadcell
