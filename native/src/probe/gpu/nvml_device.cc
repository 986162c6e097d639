#include "probe/gpu/nvml_device.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace loadcell {
namespace {

constexpr int kTemperatureOfCore = 0;
constexpr int kClockOfCore = 1;  // of the multiprocessors
constexpr int kClockOfMemory = 2;
constexpr double kHzPerMegahertz = 1e6;

/** Some drivers of the 530 series write entries of this size where 24 bytes are documented. */
constexpr size_t kLongProcessBytes = 32;
constexpr unsigned kLargestPid = 1U << 22;
/** "Not available" in place of a size. */
constexpr uint64_t kUnknownBytes = ~uint64_t{0};
constexpr unsigned kFirstCapacity = 64;
constexpr unsigned kLargestCapacity = 65'536;

/** Calls a function of the library, which may not have it. */
template <typename Function, typename... Arguments>
int call(Function* function, Arguments... arguments) {
  return function == nullptr ? static_cast<int>(kNvmlFunctionMissing) : function(arguments...);
}

struct ProcessEntry {
  uint32_t pid;
  uint64_t used_bytes;
};

ProcessEntry entry_at(const std::byte* entries, size_t entry_bytes, unsigned index) {
  ProcessEntry entry{};
  std::memcpy(&entry.pid, entries + index * entry_bytes, sizeof(entry.pid));
  std::memcpy(&entry.used_bytes, entries + index * entry_bytes + 8, sizeof(entry.used_bytes));
  return entry;
}

/** Whether the entries make sense if they are of this size. */
bool plausible(const std::byte* entries, size_t entry_bytes, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    const ProcessEntry entry = entry_at(entries, entry_bytes, i);
    if (entry.pid == 0 || entry.pid > kLargestPid) return false;
    if (entry.used_bytes != kUnknownBytes && entry.used_bytes > (uint64_t{1} << 50)) return false;
  }
  return true;
}

}  // namespace

NvmlDevice::NvmlDevice(std::shared_ptr<NvmlLibrary> library, NvmlHandle device)
    : library_(std::move(library)), nvml_(library_->functions()), device_(device) {
  char text[96] = {};
  if (call(nvml_.get_name, device_, text, 95U) == kNvmlSuccess) name_ = text;
  if (call(nvml_.get_uuid, device_, text, 95U) == kNvmlSuccess) uuid_ = text;
}

bool NvmlDevice::worked(int result, const char* what) {
  if (result == kNvmlSuccess) return true;
  problem_ = std::string(what) + ": " + library_->explain(result);
  return false;
}

void NvmlDevice::read_memory(GpuReading& reading) {
  NvmlMemoryV2 memory{};
  memory.version = kNvmlMemoryV2Version;
  if (call(nvml_.get_memory_v2, device_, &memory) == kNvmlSuccess) {
    reading.used_bytes = static_cast<double>(memory.used_bytes);
    reading.total_bytes = static_cast<double>(memory.total_bytes);
    return;
  }
  // The first form counts what the driver keeps for itself as used.
  NvmlMemoryV1 first_form{};
  if (worked(call(nvml_.get_memory_v1, device_, &first_form), "memory")) {
    reading.used_bytes = static_cast<double>(first_form.used_bytes);
    reading.total_bytes = static_cast<double>(first_form.total_bytes);
  }
}

GpuReading NvmlDevice::read() {
  problem_.clear();
  GpuReading reading;
  read_memory(reading);
  NvmlUtilization utilization{};
  if (worked(call(nvml_.get_utilization, device_, &utilization), "utilization")) {
    reading.utilization = utilization.gpu_percent / 100.0;
  }
  unsigned value = 0;
  if (worked(call(nvml_.get_power, device_, &value), "power")) reading.power_watts = value / 1e3;
  if (worked(call(nvml_.get_temperature, device_, kTemperatureOfCore, &value), "temperature")) {
    reading.temperature_celsius = value;
  }
  if (worked(call(nvml_.get_clock, device_, kClockOfCore, &value), "core clock")) {
    reading.core_clock_hz = value * kHzPerMegahertz;
  }
  if (worked(call(nvml_.get_clock, device_, kClockOfMemory, &value), "memory clock")) {
    reading.memory_clock_hz = value * kHzPerMegahertz;
  }
  unsigned long long wide = 0;
  if (worked(call(nvml_.get_energy, device_, &wide), "energy")) {
    reading.energy_joules = static_cast<double>(wide) / 1e3;
  }
  if (worked(call(nvml_.get_throttle_reasons, device_, &wide), "throttle reasons")) {
    reading.throttle_reasons = static_cast<double>(wide);
  }
  return reading;
}

bool NvmlDevice::list_processes(std::vector<GpuProcess>& processes) {
  const bool compute = list(nvml_.list_compute, processes);
  const bool graphics = list(nvml_.list_graphics, processes);
  return compute || graphics;
}

bool NvmlDevice::list(NvmlFunctions::ListProcesses list_function,
                      std::vector<GpuProcess>& processes) {
  if (list_function == nullptr) return false;
  unsigned capacity = kFirstCapacity;
  unsigned count = 0;
  int result = kNvmlInsufficientSize;
  while (result == kNvmlInsufficientSize && capacity <= kLargestCapacity) {
    // Room for the long form, whichever the library writes.
    entries_.assign(capacity * kLongProcessBytes, std::byte{0});
    count = capacity;
    result = list_function(device_, &count, entries_.data());
    // Processes may have come since the library counted: twice what it says.
    capacity = std::max(capacity, count) * 2;
  }
  if (!worked(result, "processes")) return false;
  size_t entry_bytes = nvml_.process_bytes;
  if (!plausible(entries_.data(), entry_bytes, count)) {
    entry_bytes = kLongProcessBytes;
    if (!plausible(entries_.data(), entry_bytes, count)) {
      problem_ = "processes: the library's list is of a form that is not known";
      return false;
    }
  }
  for (unsigned i = 0; i < count; ++i) {
    const ProcessEntry entry = entry_at(entries_.data(), entry_bytes, i);
    const bool known = entry.used_bytes != kUnknownBytes;
    processes.push_back({.pid = static_cast<pid_t>(entry.pid),
                         .used_bytes =
                             known ? static_cast<double>(entry.used_bytes) : kNotMeasured});
  }
  return true;
}

void list_nvml_devices(const std::shared_ptr<NvmlLibrary>& library,
                       std::vector<std::unique_ptr<GpuDevice>>& devices,
                       std::vector<std::string>& problems) {
  const NvmlFunctions& nvml = library->functions();
  unsigned count = 0;
  const int counted = nvml.get_count(&count);
  if (counted != kNvmlSuccess) {
    problems.push_back("NVIDIA: the devices cannot be counted: " + library->explain(counted));
    return;
  }
  for (unsigned index = 0; index < count; ++index) {
    NvmlHandle device = nullptr;
    const int result = nvml.get_handle(index, &device);
    if (result == kNvmlSuccess) {
      devices.push_back(std::make_unique<NvmlDevice>(library, device));
    } else {
      problems.push_back("NVIDIA: device " + std::to_string(index) + ": " +
                         library->explain(result));
    }
  }
}

}  // namespace loadcell
