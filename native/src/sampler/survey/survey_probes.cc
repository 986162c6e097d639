#include "sampler/survey/survey_probes.h"

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/fd.h"
#include "probe/cgroup/cgroup_probe.h"
#include "probe/linux/machine/machine_probes.h"
#include "probe/linux/machine/pressure_probe.h"

namespace loadcell {
namespace {

/** `1.5 GiB`, or `512.0 MiB` below 1 GiB. */
std::string format_size(double bytes) {
  constexpr double kMib = 1024.0 * 1024.0;
  constexpr double kGib = 1024.0 * kMib;
  const bool is_large = bytes >= kGib;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %s", bytes / (is_large ? kGib : kMib),
                is_large ? "GiB" : "MiB");
  return text.data();
}

void add_pressure(SurveyProbes& made, PressureSource source, const std::string& folder) {
  auto probe = std::make_unique<PressureProbe>(source, folder);
  if (probe->is_available()) {
    made.probes.push_back(std::move(probe));
    return;
  }
  made.missing.push_back(source == PressureSource::kMachine
                             ? "machine PSI: the kernel has no " + folder +
                                   " (needs Linux 4.20 with CONFIG_PSI, on some systems psi=1)"
                             : "cgroup PSI: none in " + folder + " (needs cgroup version 2)");
}

/** Any user may read memory, CPU and threads of a process; its I/O needs permission to trace it. */
void check_io(SurveyProbes& made, const std::string& proc_root, pid_t pid) {
  const std::string process = std::to_string(pid);
  const Fd file(open((proc_root + "/" + process + "/io").c_str(), O_RDONLY | O_CLOEXEC));
  if (file.is_open() || (errno != EACCES && errno != EPERM)) return;
  made.missing.push_back("I/O of process " + process + ": " + std::strerror(errno) +
                         " (needs the owner of the process, or CAP_SYS_PTRACE)");
}

}  // namespace

SurveyProbes make_survey_probes(const std::string& proc_root, const SurveyScope& scope) {
  SurveyProbes made;
  if (scope.machine) {
    made.probes.push_back(std::make_unique<MachineMemoryProbe>(proc_root));
    made.probes.push_back(std::make_unique<MachineCpuProbe>(proc_root));
    add_pressure(made, PressureSource::kMachine, proc_root + "/pressure");
  }
  for (const pid_t pid : scope.pids) check_io(made, proc_root, pid);
  if (scope.cgroup_of == 0) return made;
  auto cgroup = std::make_unique<CgroupProbe>(proc_root, scope.cgroup_of);
  const TargetCgroup& target = cgroup->cgroup();
  if (target.levels().empty()) {
    made.missing.push_back("cgroup memory: process " + std::to_string(scope.cgroup_of) +
                           " " + target.reason());
  } else {
    const double hidden = read_hidden_limit_bytes(target.levels());
    if (!std::isnan(hidden)) {
      made.missing.push_back("cgroup usage: the cgroup that limits process " +
                             std::to_string(scope.cgroup_of) + " to " + format_size(hidden) +
                             " is not mounted here");
    }
    add_pressure(made, PressureSource::kCgroup, target.levels().front().folder());
  }
  made.probes.push_back(std::move(cgroup));
  return made;
}

}  // namespace loadcell
