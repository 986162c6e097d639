// A fake NVML for tests, controlled by a script: a file of lines `key value`, named by the environment variable
// LOADCELL_FAKE_NVML and read at every call. Keys: devices, used, power_unsupported, lost, hang (while 1, a reading does
// not return), form (bytes of a process entry), processes, init_fails, pid0, pid1… (the process of each entry), bytes0,
// bytes1… (its memory, -1 for unknown), compute_fails, graphics (1: the graphics list equals the compute list), instances
// (1: every entry has its own GPU instance), notes_lists (1: every compute list appends a byte to the file named like the
// script plus .lists).
// Built with WITHOUT_V3 it has only the first form of the process lists; with WITHOUT_EXTRAS, memory and little else.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int kSuccess = 0;
constexpr int kNotSupported = 3;
constexpr int kInsufficientSize = 7;
constexpr int kGpuIsLost = 15;
constexpr int kUnknown = 999;
constexpr unsigned kFirstPid = 1000;

long setting(const char* key, long otherwise) {
  const char* path = std::getenv("LOADCELL_FAKE_NVML");
  FILE* file = path == nullptr ? nullptr : std::fopen(path, "r");
  if (file == nullptr) return otherwise;
  char name[64];
  long value = 0;
  while (std::fscanf(file, "%63s %ld", name, &value) == 2) {
    if (std::strcmp(name, key) == 0) otherwise = value;
  }
  std::fclose(file);
  return otherwise;
}

/** The setting of one entry of a list, such as pid3. */
[[maybe_unused]] long entry_setting(const char* key, unsigned index, long otherwise) {
  char name[64];
  std::snprintf(name, sizeof(name), "%s%u", key, index);
  return setting(name, otherwise);
}

[[maybe_unused]] void note_list() {
  char path[4096];
  std::snprintf(path, sizeof(path), "%s.lists", std::getenv("LOADCELL_FAKE_NVML"));
  FILE* file = std::fopen(path, "a");
  if (file == nullptr) return;
  std::fputc('.', file);
  std::fclose(file);
}

/** Common first step of every call on a device. */
int touch() {
  while (setting("hang", 0) == 1) usleep(1000);
  return setting("lost", 0) == 1 ? kGpuIsLost : kSuccess;
}

template <typename Value, typename Given>
int give(Value* value, Given given) {
  const int result = touch();
  if (result == kSuccess) *value = static_cast<Value>(given);
  return result;
}

}  // namespace

EXPORT int nvmlInit_v2() { return setting("init_fails", 0) == 1 ? kUnknown : kSuccess; }
EXPORT int nvmlShutdown() { return kSuccess; }
EXPORT const char* nvmlErrorString(int result) {
  if (result == kGpuIsLost) return "GPU is lost";
  return result == kNotSupported ? "Not Supported" : "Unknown Error";
}
EXPORT int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = static_cast<unsigned>(setting("devices", 1));
  return kSuccess;
}
EXPORT int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
  *device = reinterpret_cast<void*>(static_cast<uintptr_t>(index + 1));
  return kSuccess;
}
EXPORT int nvmlDeviceGetName(void*, char* name, unsigned length) {
  std::snprintf(name, length, "Fake GPU");
  return kSuccess;
}
EXPORT int nvmlDeviceGetUUID(void* device, char* uuid, unsigned length) {
  std::snprintf(uuid, length, "GPU-%lu", static_cast<unsigned long>(
                                             reinterpret_cast<uintptr_t>(device)));
  return kSuccess;
}
EXPORT int nvmlDeviceGetMemoryInfo(void*, uint64_t* info) {
  const int result = touch();
  if (result != kSuccess) return result;
  info[0] = 8'000'000'000;
  info[2] = static_cast<uint64_t>(setting("used", 1'000'000'000)) + 500'000'000;
  return kSuccess;
}

#ifndef WITHOUT_EXTRAS
EXPORT int nvmlDeviceGetMemoryInfo_v2(void*, void* memory) {
  const int result = touch();
  if (result != kSuccess) return result;
  uint64_t words[5];
  std::memcpy(words, memory, sizeof(words));
  if (static_cast<uint32_t>(words[0]) != 0x2000028) return 25;
  words[1] = 8'000'000'000;
  words[2] = 500'000'000;
  words[4] = static_cast<uint64_t>(setting("used", 1'000'000'000));
  std::memcpy(memory, words, sizeof(words));
  return kSuccess;
}
EXPORT int nvmlDeviceGetUtilizationRates(void*, uint32_t* rates) { return give(rates, 75); }
EXPORT int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) {
  if (setting("power_unsupported", 0) == 1) return kNotSupported;
  return give(milliwatts, 250'500);
}
EXPORT int nvmlDeviceGetTemperature(void*, int, unsigned* celsius) { return give(celsius, 61); }
EXPORT int nvmlDeviceGetClockInfo(void*, int type, unsigned* megahertz) {
  return give(megahertz, type == 2 ? 9501 : 1980);
}
EXPORT int nvmlDeviceGetCurrentClocksThrottleReasons(void*, unsigned long long* reasons) {
  return give(reasons, 4);
}
EXPORT int nvmlDeviceGetTotalEnergyConsumption(void*, unsigned long long* millijoules) {
  return give(millijoules, 123'456);
}

static int list_processes(unsigned* count, void* infos, size_t entry_bytes) {
  const int result = touch();
  if (result != kSuccess) return result;
  const auto processes = static_cast<unsigned>(setting("processes", 2));
  if (*count < processes) {
    *count = processes;
    return kInsufficientSize;
  }
  *count = processes;
  auto* bytes = static_cast<unsigned char*>(infos);
  for (unsigned i = 0; i < processes; ++i, bytes += entry_bytes) {
    const auto pid = static_cast<unsigned>(entry_setting("pid", i, kFirstPid + i));
    // The size of the second process is unknown.
    const auto used = static_cast<uint64_t>(
        entry_setting("bytes", i, i == 1 ? -1 : 100'000'000L * (static_cast<long>(i) + 1)));
    std::memset(bytes, 0, entry_bytes);
    std::memcpy(bytes, &pid, sizeof(pid));
    std::memcpy(bytes + 8, &used, sizeof(used));
    if (entry_bytes >= 24) std::memset(bytes + 16, 0xff, 8);  // no instance
    if (entry_bytes >= 24 && setting("instances", 0) == 1) std::memcpy(bytes + 16, &i, sizeof(i));
  }
  return kSuccess;
}

#ifdef WITHOUT_V3
EXPORT int nvmlDeviceGetComputeRunningProcesses(void*, unsigned* count, void* infos) {
  return list_processes(count, infos, 16);
}
#else
EXPORT int nvmlDeviceGetComputeRunningProcesses_v3(void*, unsigned* count, void* infos) {
  if (setting("compute_fails", 0) == 1) return kNotSupported;
  if (setting("notes_lists", 0) == 1) note_list();
  return list_processes(count, infos, static_cast<size_t>(setting("form", 24)));
}
EXPORT int nvmlDeviceGetGraphicsRunningProcesses_v3(void*, unsigned* count, void* infos) {
  if (setting("graphics", 0) != 1) return kNotSupported;
  return list_processes(count, infos, static_cast<size_t>(setting("form", 24)));
}
#endif
#endif
