#include "probe/gpu/nvml_device.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace loadcell {
namespace {

constexpr int kTemperatureOfCore = 0;
constexpr int kClockOfCore = 1;  // streaming multiprocessors
constexpr int kClockOfMemory = 2;
constexpr double kHzPerMegahertz = 1e6;

/** Some drivers of the 530 series write entries of this size where 24 bytes are documented. */
constexpr size_t kLongProcessBytes = 32;
constexpr unsigned kLargestPid = 1U << 22;
/** "Not available" in place of a size. */
constexpr uint64_t kUnknownBytes = ~uint64_t{0};
constexpr unsigned kFirstCapacity = 64;
constexpr unsigned kLargestCapacity = 65'536;

/** Calls a function that the library may lack. */
template <typename Function, typename... Arguments>
int call(Function* function, Arguments... arguments) {
  return function == nullptr ? static_cast<int>(kNvmlFunctionMissing) : function(arguments...);
}

/** Fill byte that shows which entries the library has not written. */
constexpr std::byte kUnwritten{0xa5};
/** Offset of the GPU instance and the compute instance in entries of the second form and later. */
constexpr size_t kInstanceOffset = 16;

struct ProcessEntry {
  uint32_t pid;
  uint64_t used_bytes;
  uint32_t gpu_instance = 0;
  uint32_t compute_instance = 0;
};

ProcessEntry entry_at(const std::byte* entries, size_t entry_bytes, unsigned index) {
  ProcessEntry entry{};
  const std::byte* at = entries + index * entry_bytes;
  std::memcpy(&entry.pid, at, sizeof(entry.pid));
  std::memcpy(&entry.used_bytes, at + 8, sizeof(entry.used_bytes));
  if (entry_bytes <= kInstanceOffset) return entry;
  std::memcpy(&entry.gpu_instance, at + kInstanceOffset, sizeof(entry.gpu_instance));
  std::memcpy(&entry.compute_instance, at + kInstanceOffset + 4, sizeof(entry.compute_instance));
  return entry;
}

/** Size of an entry, by how far the library has written: documented or long form; 0 if neither. */
size_t written_entry_bytes(const std::vector<std::byte>& buffer, size_t documented_bytes,
                           unsigned count) {
  const auto last = std::find_if(buffer.rbegin(), buffer.rend(),
                                 [](std::byte byte) { return byte != kUnwritten; });
  const auto written = static_cast<size_t>(buffer.rend() - last);
  if (written <= count * documented_bytes) return documented_bytes;
  return written <= count * kLongProcessBytes ? kLongProcessBytes : 0;
}

/**
 * Whether the entries are plausible at this size. A process ID of 0 is: the driver writes it for a process that is not
 * visible from here.
 */
bool plausible(const std::byte* entries, size_t entry_bytes, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    const ProcessEntry entry = entry_at(entries, entry_bytes, i);
    if (entry.pid > kLargestPid) return false;
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
  // The first form includes memory reserved by the driver in the used memory.
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
  // A process with compute and graphics contexts is in two lists with the same memory.
  NvmlEntries entries;
  std::string ignored;
  if (!list(nvml_.list_compute, entries, problem_)) return false;
  list(nvml_.list_graphics, entries, ignored);
  list(nvml_.list_mps, entries, ignored);
  std::map<uint32_t, double> used_by;
  for (const auto& [who, used_bytes] : entries) used_by[std::get<0>(who)] += used_bytes;
  for (const auto& [pid, used_bytes] : used_by) {
    processes.push_back({.pid = static_cast<pid_t>(pid),
                         .memory = {.used_bytes = used_bytes,
                                    .device_bytes = used_bytes,
                                    .shared_bytes = kNotMeasured}});
  }
  return true;
}

bool NvmlDevice::list(NvmlFunctions::ListProcesses list_function, NvmlEntries& entries,
                      std::string& why) {
  unsigned capacity = kFirstCapacity;
  unsigned count = 0;
  int result = kNvmlInsufficientSize;
  while (result == kNvmlInsufficientSize && capacity <= kLargestCapacity) {
    // Room for the long form, whichever form the library writes.
    buffer_.assign(capacity * kLongProcessBytes, kUnwritten);
    count = capacity;
    result = call(list_function, device_, &count, static_cast<void*>(buffer_.data()));
    // Processes may have started since the library counted: use twice its count.
    capacity = std::max(capacity, count) * 2;
  }
  if (result != kNvmlSuccess) {
    why = "the driver does not list processes: " + library_->explain(result);
    return false;
  }
  const size_t entry_bytes = written_entry_bytes(buffer_, nvml_.process_bytes, count);
  if (entry_bytes == 0 || !plausible(buffer_.data(), entry_bytes, count)) {
    why = "the driver lists processes in an unknown form";
    return false;
  }
  for (unsigned i = 0; i < count; ++i) {
    const ProcessEntry entry = entry_at(buffer_.data(), entry_bytes, i);
    if (entry.pid == 0) continue;
    const double used_bytes = entry.used_bytes == kUnknownBytes
                                  ? kNotMeasured
                                  : static_cast<double>(entry.used_bytes);
    const auto [known, is_new] = entries.try_emplace(
        {entry.pid, entry.gpu_instance, entry.compute_instance}, used_bytes);
    // Any size is better than none, and the larger one was read later or is complete.
    if (!is_new && !(known->second >= used_bytes)) known->second = std::fmax(known->second, used_bytes);
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
    problems.push_back("NVIDIA: cannot count the devices: " + library->explain(counted));
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
