#include "probe/gpu/nvml_library.h"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <system_error>

namespace loadcell {
namespace {

/** Finds the first of the names that the library exports. */
template <typename Function>
void find(void* library, Function*& function, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    void* symbol = dlsym(library, name);
    if (symbol == nullptr) continue;
    std::memcpy(&function, &symbol, sizeof(symbol));
    return;
  }
}

/** Size of an entry in the first form of the process lists, and in later forms. */
constexpr size_t kProcessV1Bytes = 16;
constexpr size_t kProcessV2Bytes = 24;

void find_process_lists(void* library, NvmlFunctions& nvml) {
  nvml.process_bytes = kProcessV2Bytes;
  find(library, nvml.list_compute,
       {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"});
  find(library, nvml.list_graphics,
       {"nvmlDeviceGetGraphicsRunningProcesses_v3", "nvmlDeviceGetGraphicsRunningProcesses_v2"});
  find(library, nvml.list_mps,
       {"nvmlDeviceGetMPSComputeRunningProcesses_v3", "nvmlDeviceGetMPSComputeRunningProcesses_v2"});
  if (nvml.list_compute != nullptr) return;
  nvml.process_bytes = kProcessV1Bytes;
  nvml.list_graphics = nullptr;
  nvml.list_mps = nullptr;
  find(library, nvml.list_compute, {"nvmlDeviceGetComputeRunningProcesses"});
  find(library, nvml.list_graphics, {"nvmlDeviceGetGraphicsRunningProcesses"});
  find(library, nvml.list_mps, {"nvmlDeviceGetMPSComputeRunningProcesses"});
}

}  // namespace

NvmlLibrary::NvmlLibrary(void* handle) : handle_(handle) {
  NvmlFunctions& nvml = functions_;
  find(handle, nvml.init, {"nvmlInit_v2"});
  find(handle, nvml.shutdown, {"nvmlShutdown"});
  find(handle, nvml.error_string, {"nvmlErrorString"});
  find(handle, nvml.get_count, {"nvmlDeviceGetCount_v2"});
  find(handle, nvml.get_handle, {"nvmlDeviceGetHandleByIndex_v2"});
  find(handle, nvml.get_name, {"nvmlDeviceGetName"});
  find(handle, nvml.get_uuid, {"nvmlDeviceGetUUID"});
  find(handle, nvml.get_memory_v1, {"nvmlDeviceGetMemoryInfo"});
  find(handle, nvml.get_memory_v2, {"nvmlDeviceGetMemoryInfo_v2"});
  find(handle, nvml.get_utilization, {"nvmlDeviceGetUtilizationRates"});
  find(handle, nvml.get_power, {"nvmlDeviceGetPowerUsage"});
  find(handle, nvml.get_temperature, {"nvmlDeviceGetTemperature"});
  find(handle, nvml.get_clock, {"nvmlDeviceGetClockInfo"});
  find(handle, nvml.get_throttle_reasons,
       {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"});
  find(handle, nvml.get_energy, {"nvmlDeviceGetTotalEnergyConsumption"});
  find_process_lists(handle, nvml);
}

NvmlLibrary::~NvmlLibrary() {
  if (started_ && functions_.shutdown != nullptr) functions_.shutdown();
  dlclose(handle_);
}

bool NvmlLibrary::is_expected(const std::string& path, const std::string& proc_root) {
  std::error_code failure;
  if (std::filesystem::exists(proc_root + "/driver/nvidia/version", failure)) return true;
  void* handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (handle == nullptr) return false;
  dlclose(handle);
  return true;
}

std::shared_ptr<NvmlLibrary> NvmlLibrary::open(const std::string& path, std::string& problem) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    problem = "NVIDIA: " + std::string(reason == nullptr ? path : reason);
    return nullptr;
  }
  const std::shared_ptr<NvmlLibrary> library(new NvmlLibrary(handle));
  const NvmlFunctions& nvml = library->functions_;
  if (nvml.init == nullptr || nvml.get_count == nullptr || nvml.get_handle == nullptr) {
    problem = "NVIDIA: " + path + " lacks required functions. Check that it is NVML.";
    return nullptr;
  }
  const int result = nvml.init();
  if (result != kNvmlSuccess) {
    problem = "NVIDIA: NVML did not start: " + library->explain(result);
    return nullptr;
  }
  library->started_ = true;
  return library;
}

std::string NvmlLibrary::explain(int result) const {
  if (result == kNvmlFunctionMissing) return "the library has no such function";
  const char* text =
      functions_.error_string == nullptr ? nullptr : functions_.error_string(result);
  return text == nullptr ? "result " + std::to_string(result) : std::string(text);
}

}  // namespace loadcell
