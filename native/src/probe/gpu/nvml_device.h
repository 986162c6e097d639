#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "probe/gpu/gpu_device.h"
#include "probe/gpu/nvml_library.h"

namespace loadcell {

/** Entries listed by NVML: one per process and GPU instance. */
using NvmlEntries = std::map<std::tuple<uint32_t, uint32_t, uint32_t>, double>;

/** An NVIDIA GPU, read through NVML. */
class NvmlDevice final : public GpuDevice {
 public:
  NvmlDevice(std::shared_ptr<NvmlLibrary> library, NvmlHandle device);

  const char* vendor() const noexcept override { return "nvidia"; }
  const std::string& name() const noexcept override { return name_; }
  const std::string& id() const noexcept override { return uuid_; }
  const std::string& problem() const noexcept override { return problem_; }
  GpuReading read() override;
  bool lists_processes() const noexcept override { return true; }
  bool list_processes(std::vector<GpuProcess>& processes) override;

 private:
  /** Whether a call succeeded. If not, `problem` has the reason. */
  bool worked(int result, const char* what);
  void read_memory(GpuReading& reading);
  /** Adds the entries of one list. False when there is none: `why` has the reason. */
  bool list(NvmlFunctions::ListProcesses list_function, NvmlEntries& entries, std::string& why);

  const std::shared_ptr<NvmlLibrary> library_;
  const NvmlFunctions& nvml_;
  const NvmlHandle device_;
  std::string name_;
  std::string uuid_;
  std::string problem_;
  std::vector<std::byte> buffer_;
};

/** Adds the devices of the library. Those that cannot be opened are reported in `problems`. */
void list_nvml_devices(const std::shared_ptr<NvmlLibrary>& library,
                       std::vector<std::unique_ptr<GpuDevice>>& devices,
                       std::vector<std::string>& problems);

}  // namespace loadcell
