#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace loadcell {

/** Results of NVML that are told apart here. */
enum NvmlResult : int {
  kNvmlSuccess = 0,
  kNvmlNotSupported = 3,
  kNvmlInsufficientSize = 7,
  /** Not of NVML: the library has no such function. */
  kNvmlFunctionMissing = -1,
};

struct NvmlMemoryV1 {
  uint64_t total_bytes;
  uint64_t free_bytes;
  uint64_t used_bytes;
};
static_assert(sizeof(NvmlMemoryV1) == 24);

struct NvmlMemoryV2 {
  uint32_t version;
  uint64_t total_bytes;
  uint64_t reserved_bytes;
  uint64_t free_bytes;
  uint64_t used_bytes;
};
static_assert(sizeof(NvmlMemoryV2) == 40);
constexpr uint32_t kNvmlMemoryV2Version = 0x2000028;

struct NvmlUtilization {
  uint32_t gpu_percent;
  uint32_t memory_percent;
};

using NvmlHandle = void*;

/** Functions of the library; null where it has none of that name. */
struct NvmlFunctions {
  using ListProcesses = int (*)(NvmlHandle, unsigned* count, void* infos);

  int (*init)();
  int (*shutdown)();
  const char* (*error_string)(int result);
  int (*get_count)(unsigned* count);
  int (*get_handle)(unsigned index, NvmlHandle* device);
  int (*get_name)(NvmlHandle, char* name, unsigned length);
  int (*get_uuid)(NvmlHandle, char* uuid, unsigned length);
  int (*get_memory_v1)(NvmlHandle, NvmlMemoryV1*);
  int (*get_memory_v2)(NvmlHandle, NvmlMemoryV2*);
  int (*get_utilization)(NvmlHandle, NvmlUtilization*);
  int (*get_power)(NvmlHandle, unsigned* milliwatts);
  int (*get_temperature)(NvmlHandle, int sensor, unsigned* celsius);
  int (*get_clock)(NvmlHandle, int type, unsigned* megahertz);
  int (*get_throttle_reasons)(NvmlHandle, unsigned long long* reasons);
  int (*get_energy)(NvmlHandle, unsigned long long* millijoules);
  /** The newest form that there is, and the bytes of one entry. */
  ListProcesses list_compute;
  ListProcesses list_graphics;
  /** Clients of the Multi-Process Service. */
  ListProcesses list_mps;
  size_t process_bytes;
};

/**
 * NVIDIA's management library, loaded while running: its absence is normal. Used by one thread. Shut down when the
 * last device of it goes.
 */
class NvmlLibrary {
 public:
  /** Whether a machine has anything of NVIDIA's: the library, or a driver in the kernel. */
  static bool is_expected(const std::string& path, const std::string& proc_root);

  /** Null when it is not there or does not start; `problem` then says why. May take a second. */
  static std::shared_ptr<NvmlLibrary> open(const std::string& path, std::string& problem);

  ~NvmlLibrary();
  NvmlLibrary(const NvmlLibrary&) = delete;
  NvmlLibrary& operator=(const NvmlLibrary&) = delete;

  const NvmlFunctions& functions() const noexcept { return functions_; }

  /** What a result means, in the words of the library. */
  std::string explain(int result) const;

 private:
  explicit NvmlLibrary(void* handle);

  void* handle_;
  bool started_ = false;
  NvmlFunctions functions_{};
};

}  // namespace loadcell
