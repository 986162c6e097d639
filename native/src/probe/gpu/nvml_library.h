#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace loadcell {

/** NVML results that need different handling. */
enum NvmlResult : int {
  kNvmlSuccess = 0,
  kNvmlNotSupported = 3,
  kNvmlInsufficientSize = 7,
  /** Not an NVML result: the library has no such function. */
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

/** Functions of the library; null for those that it lacks. */
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
  /** The newest available form; `process_bytes` is the size of one entry. */
  ListProcesses list_compute;
  ListProcesses list_graphics;
  /** Clients of the Multi-Process Service. */
  ListProcesses list_mps;
  size_t process_bytes;
};

/**
 * NVIDIA's management library, loaded at run time: its absence is normal. Used by one thread. Shut down when its last device
 * is destroyed.
 */
class NvmlLibrary {
 public:
  /** Whether the machine has NVIDIA software: the library, or a kernel driver. */
  static bool is_expected(const std::string& path, const std::string& proc_root);

  /** Null when it is missing or does not start; `problem` has the reason. May take a second. */
  static std::shared_ptr<NvmlLibrary> open(const std::string& path, std::string& problem);

  ~NvmlLibrary();
  NvmlLibrary(const NvmlLibrary&) = delete;
  NvmlLibrary& operator=(const NvmlLibrary&) = delete;

  const NvmlFunctions& functions() const noexcept { return functions_; }

  /** The library's description of a result. */
  std::string explain(int result) const;

 private:
  explicit NvmlLibrary(void* handle);

  void* handle_;
  bool started_ = false;
  NvmlFunctions functions_{};
};

}  // namespace loadcell
