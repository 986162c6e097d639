#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probe/gpu/nvml_device.h"
#include "sampler/gpu/gpu_sampler.h"
#include "support/fake_proc.h"
#include "support/sampler_rig.h"

namespace loadcell::test {

/** Link target that identifies the initial PID namespace. */
constexpr const char* kInitialNamespace = "pid:[4026531836]";

constexpr int64_t kPatienceNs = 30'000'000'000;

/** The fake libraries are in the folder of this executable. */
inline std::string library(const char* name) {
  return std::filesystem::canonical("/proc/self/exe").parent_path().string() + "/" + name;
}

/** The script of the fake library during this object's lifetime. */
struct Script {
  explicit Script(const std::string& text) {
    write(text);
    setenv("LOADCELL_FAKE_NVML", (folder.path() + "/script").c_str(), 1);
  }
  ~Script() { unsetenv("LOADCELL_FAKE_NVML"); }
  /** Replaces the script atomically: the library never reads a part. */
  void write(const std::string& text) const {
    folder.write("next", text);
    std::filesystem::rename(folder.path() + "/next", folder.path() + "/script");
  }
  FakeProc folder;
};

struct Devices {
  explicit Devices(const char* name) {
    const auto opened = NvmlLibrary::open(library(name), problem);
    if (opened) list_nvml_devices(opened, devices, problems);
  }
  GpuDevice& only() { return *devices.at(0); }

  std::string problem;
  std::vector<std::string> problems;
  std::vector<std::unique_ptr<GpuDevice>> devices;
};

inline std::vector<GpuProcess> processes_of(GpuDevice& device) {
  std::vector<GpuProcess> processes;
  device.list_processes(processes);
  return processes;
}

/** A watch over a fake library and fake folders, with processes below proc/. */
struct GpuRig {
  explicit GpuRig(const char* name, const char* pid_namespace = kInitialNamespace)
      : memory(ring_bytes(1024, sizeof(Record))),
        sampler(std::in_place,
                GpuSetup{.nvml_path = library(name),
                         .sys_root = sys.path(),
                         .proc_root = sys.path() + "/proc",
                         .period_ns = kMillisecondNs,
                         .processes_period_ns = 2 * kMillisecondNs},
                memory.data(), 1024) {
    std::filesystem::create_directories(sys.path() + "/proc/self/ns");
    std::filesystem::create_symlink(pid_namespace, sys.path() + "/proc/self/ns/pid");
  }

  /** Adds living processes and sets them as the tree. */
  void name_tree(const std::vector<pid_t>& pids) {
    std::vector<ProcessIdentity> tree;
    for (const pid_t pid : pids) {
      std::filesystem::create_directories(sys.path() + "/proc/" + std::to_string(pid));
      tree.push_back({.pid = pid, .start_ticks = 0});
    }
    sampler->watch().set_processes(std::move(tree));
  }

  GpuTotals totals() const { return sampler->watch().totals(); }
  GpuReport report() const { return sampler->watch().reports().at(0); }
  void wait_for_ticks(uint64_t ticks) const {
    wait_until([this, ticks] { return totals().ticks >= ticks; });
  }
  /** Waits until the processes have been listed again from the start. */
  void wait_for_list() const { wait_for_ticks(totals().ticks + 5); }

  /** Takes the records of a kind written since the last call. */
  std::vector<Record> take(RecordKind kind) {
    RingReader<Record> reader(memory.data());
    std::vector<Record> taken;
    for (Record record{}; reader.read(record);) {
      if (record.kind == static_cast<uint16_t>(kind)) taken.push_back(record);
    }
    return taken;
  }
  /** The last record of a kind; takes all. */
  Record last(RecordKind kind) { return take(kind).back(); }

  FakeProc sys;
  std::vector<std::byte> memory;
  std::optional<GpuSampler> sampler;
};

}  // namespace loadcell::test
