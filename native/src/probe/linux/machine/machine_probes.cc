#include "probe/linux/machine/machine_probes.h"

#include <unistd.h>

#include <fstream>

#include "base/clock.h"

namespace loadcell {
namespace {

constexpr double kBytesPerKibibyte = 1024;

double count_cores(const std::string& path) {
  std::ifstream file(path);
  int cores = 0;
  for (std::string line; std::getline(file, line) && line.starts_with("cpu");) {
    if (line.size() > 3 && line[3] != ' ') ++cores;
  }
  return cores > 0 ? cores : kNotMeasured;
}

}  // namespace

MachineMemoryProbe::MachineMemoryProbe(const std::string& proc_root)
    : file_(proc_root + "/meminfo") {}

ProbeValues MachineMemoryProbe::read() noexcept {
  char buffer[4096];
  const std::string_view text = file_.read(buffer);
  const auto bytes = [text](std::string_view key) {
    return find_scaled(text, key, kBytesPerKibibyte);
  };
  return {bytes("MemTotal:"), bytes("MemAvailable:"), bytes("MemFree:"), bytes("Cached:"),
          bytes("SwapTotal:") - bytes("SwapFree:")};
}

MachineCpuProbe::MachineCpuProbe(const std::string& proc_root)
    : file_(proc_root + "/stat"),
      tick_ns_(static_cast<double>(kNsPerSecond) / static_cast<double>(sysconf(_SC_CLK_TCK))),
      cores_(count_cores(proc_root + "/stat")) {}

ProbeValues MachineCpuProbe::read() noexcept {
  // The first line is the sum over all cores.
  char buffer[512];
  NumberScanner scanner(file_.read(buffer));
  uint64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, steal = 0;
  const bool understood = scanner.skip_words(1) && scanner.next(user) && scanner.next(nice) &&
                          scanner.next(system) && scanner.next(idle) && scanner.next(waiting) &&
                          scanner.next(irq) && scanner.next(softirq) && scanner.next(steal);
  if (!understood) return kNoValues;
  // User time already includes guest time; waiting for storage is idle time.
  return {static_cast<double>(user + nice + system + irq + softirq) * tick_ns_,
          static_cast<double>(idle + waiting) * tick_ns_, static_cast<double>(steal) * tick_ns_,
          cores_, kNotMeasured};
}

}  // namespace loadcell
