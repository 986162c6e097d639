#include "sampler/gpu/gpu_watch.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/clock.h"
#include "base/schedule.h"
#include "probe/gpu/amdgpu_device.h"
#include "probe/gpu/drm_memory.h"
#include "probe/gpu/nvml_device.h"
#include "probe/gpu/nvml_library.h"
#include "probe/gpu/tree_pids.h"

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
    for (size_t i = 0; i < devices_.size(); ++i) read_device(i, at_ns);
    if (lists) list_processes(at_ns);
    const int64_t skipped = schedule.advance(monotonic_now_ns());
    const std::lock_guard lock(mutex_);
    if (ring_) ring_->publish();
    ++totals_.ticks;
    totals_.missed_ticks += static_cast<uint64_t>(skipped);
    totals_.reading_since_ns = kNotMeasured;
  }
  // Closed on this thread, because closing may block in the driver as well.
  devices_.clear();
}

void GpuWatch::open_devices() {
  std::vector<std::string> missing;
  std::vector<std::string> problems;
  if (!setup_.nvml_path.empty()) {
    std::string problem;
    const auto library = NvmlLibrary::open(setup_.nvml_path, problem);
    if (library) {
      list_nvml_devices(library, devices_, problems);
    } else if (NvmlLibrary::is_expected(setup_.nvml_path, setup_.proc_root)) {
      problems.push_back(problem);
    } else {
      missing.push_back(problem);
    }
  }
  list_amdgpu_devices(setup_.sys_root, devices_);
  foreign_pids_ = why_pids_are_foreign(setup_.proc_root);
  const std::lock_guard lock(mutex_);
  missing_ = std::move(missing);
  problems_ = std::move(problems);
  for (const auto& device : devices_) {
    reports_.push_back({.vendor = device->vendor(), .name = device->name(), .id = device->id()});
  }
  for (const std::string& device : list_drm_devices(setup_.sys_root)) report_of(device);
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
  write(RecordKind::kGpu, index, 0, at_ns, figures);
  write(RecordKind::kGpuClocks, index, 0, at_ns, clocks);
  if (std::isnan(reading.system_bytes)) return;
  write(RecordKind::kGpuSystem, index, 0, at_ns,
        {reading.system_bytes, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured});
}

std::optional<std::vector<pid_t>> GpuWatch::living_tree() const {
  std::vector<ProcessIdentity> tree;
  {
    const std::lock_guard lock(mutex_);
    if (!tree_) return std::nullopt;
    tree = *tree_;
  }
  std::vector<pid_t> living;
  for (const ProcessIdentity& process : tree) {
    if (is_same_process(setup_.proc_root, process)) living.push_back(process.pid);
  }
  return living;
}

void GpuWatch::list_processes(double at_ns) {
  const auto tree = living_tree();
  if (!tree) return;
  for (size_t i = 0; i < devices_.size(); ++i) {
    if (devices_[i]->lists_processes()) list_by_device(i, *tree, at_ns);
  }
  list_by_drm(*tree, at_ns);
}

void GpuWatch::list_by_device(size_t index, const std::vector<pid_t>& tree, double at_ns) {
  std::vector<GpuProcess> processes;
  const bool is_listed = devices_[index]->list_processes(processes);
  const std::lock_guard lock(mutex_);
  GpuReport& report = reports_[index];
  report.unattributed = is_listed ? foreign_pids_ : devices_[index]->problem();
  GpuMemory held{.shared_bytes = kNotMeasured};
  if (report.unattributed.empty()) {
    for (const GpuProcess& process : processes) {
      if (std::find(tree.begin(), tree.end(), process.pid) == tree.end()) continue;
      write(RecordKind::kGpuProcess, index, process.pid, at_ns, process.memory);
      held += process.memory;
    }
    if (std::isnan(held.used_bytes)) {
      report.unattributed = "the driver lists processes without their memory";
    } else {
      write(RecordKind::kGpuTree, index, 0, at_ns, held);
    }
  }
  report_unattributed(report);
}

void GpuWatch::list_by_drm(const std::vector<pid_t>& tree, double at_ns) {
  const DrmListing listing = list_drm_memory(setup_.proc_root, setup_.sys_root, tree);
  const std::lock_guard lock(mutex_);
  // One entry per report, so that a device without memory of the tree has a row of 0.
  std::map<size_t, GpuMemory> held;
  for (size_t i = 0; i < reports_.size(); ++i) {
    if (i >= devices_.size() || !devices_[i]->lists_processes()) held[i];
  }
  for (const DrmMemory& one : listing.memories) {
    const size_t device = report_of(one.device);
    write(RecordKind::kGpuProcess, device, one.pid, at_ns, one.memory);
    held[device] += one.memory;
  }
  for (const std::string& device : listing.silent) held[report_of(device)];
  if (held.empty()) return;
  for (const std::string& problem : problems_of(listing)) report_once(problem);
  for (const auto& [device, memory] : held) {
    GpuReport& report = reports_[device];
    report.unattributed = why_unknown(listing, report.id);
    if (report.unattributed.empty()) write(RecordKind::kGpuTree, device, 0, at_ns, memory);
    report_unattributed(report);
  }
}

size_t GpuWatch::report_of(const std::string& device) {
  const auto known = std::find_if(reports_.begin(), reports_.end(),
                                  [&](const GpuReport& report) { return report.id == device; });
  if (known != reports_.end()) return static_cast<size_t>(known - reports_.begin());
  // For a device that no other probe reads, only the address is known.
  reports_.push_back({.vendor = "drm", .id = device});
  return reports_.size() - 1;
}

void GpuWatch::report_unattributed(const GpuReport& report) {
  if (report.unattributed.empty()) return;
  // A reason that holds for every device is reported without a device.
  const bool is_of_all = report.unattributed == foreign_pids_;
  report_once("GPU memory of processes" + (is_of_all ? "" : ", " + report.id) + ": " +
           report.unattributed);
}

void GpuWatch::report_once(const std::string& problem) {
  if (std::find(problems_.begin(), problems_.end(), problem) != problems_.end()) return;
  problems_.push_back(problem);
}

void GpuWatch::write(RecordKind kind, size_t device, pid_t pid, double at_ns,
                     const GpuMemory& memory) {
  write(kind, device, pid, at_ns,
        ProbeValues{memory.used_bytes, memory.device_bytes, memory.shared_bytes, kNotMeasured,
                    kNotMeasured});
}

void GpuWatch::write(RecordKind kind, size_t device, pid_t pid, double at_ns,
                     const ProbeValues& values) {
  const Record record{
      .time_ns = at_ns,
      .lateness_ns = kNotMeasured,
      .pid = pid,
      .kind = static_cast<uint16_t>(kind),
      .source = static_cast<uint16_t>(device),
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

void GpuWatch::release_ring() {
  const std::lock_guard lock(mutex_);
  ring_.reset();
}

void GpuWatch::set_processes(std::vector<ProcessIdentity> processes) {
  const std::lock_guard lock(mutex_);
  tree_ = std::move(processes);
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

std::vector<std::string> GpuWatch::problems() const {
  const std::lock_guard lock(mutex_);
  return problems_;
}

}  // namespace loadcell
