#include "probe/linux/process/process_probes.h"

#include <unistd.h>

#include "base/clock.h"
#include "probe/linux/proc_text.h"
#include "probe/linux/process/process_stat.h"

namespace loadcell {
namespace {

constexpr double kBytesPerKibibyte = 1024;

}  // namespace

ProcessMemoryProbe::ProcessMemoryProbe(const ProcessHandle& process)
    : file_(process.open_file("status")) {}

ProbeValues ProcessMemoryProbe::read() noexcept {
  if (!file_.is_open()) return kNoValues;
  const ProcText read = read_whole_proc_text(file_.get(), buffer_);
  // A process that is ending lacks these lines: NaN, not zero.
  const auto bytes = [&read](std::string_view key) {
    return find_scaled(read.text, key, kBytesPerKibibyte);
  };
  hugetlb_bytes_ = bytes("HugetlbPages:");
  return {bytes("RssAnon:"), bytes("RssFile:"), bytes("RssShmem:"), bytes("VmSwap:"),
          bytes("VmHWM:")};
}

ProcessCpuProbe::ProcessCpuProbe(const ProcessHandle& process)
    : file_(process.open_file("stat")),
      tick_ns_(static_cast<double>(kNsPerSecond) / static_cast<double>(sysconf(_SC_CLK_TCK))) {}

ProbeValues ProcessCpuProbe::read() noexcept {
  if (!file_.is_open()) return kNoValues;
  char buffer[1024];
  const auto stat = parse_process_stat(read_proc_text(file_.get(), buffer, sizeof(buffer)).text);
  if (!stat) return kNoValues;
  reaped_ns_ = static_cast<double>(stat->reaped_user_ticks + stat->reaped_system_ticks) * tick_ns_;
  // Allocates only when the name changes.
  if (program_ != stat->program) program_ = stat->program;
  return {static_cast<double>(stat->user_ticks) * tick_ns_,
          static_cast<double>(stat->system_ticks) * tick_ns_,
          static_cast<double>(stat->minor_faults), static_cast<double>(stat->major_faults),
          static_cast<double>(stat->threads)};
}

ProcessIoProbe::ProcessIoProbe(const ProcessHandle& process) : file_(process.open_file("io")) {}

ProbeValues ProcessIoProbe::read() noexcept {
  if (!file_.is_open()) return kNoValues;
  char buffer[512];
  const ProcText read = read_proc_text(file_.get(), buffer, sizeof(buffer));
  return {find_scaled(read.text, "read_bytes:", 1), find_scaled(read.text, "write_bytes:", 1),
          find_scaled(read.text, "rchar:", 1), find_scaled(read.text, "wchar:", 1), kNotMeasured};
}

}  // namespace loadcell
