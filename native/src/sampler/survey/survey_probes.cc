#include "sampler/survey/survey_probes.h"

#include <fcntl.h>

#include <cerrno>
#include <cmath>
#include <cstring>

#include "base/fd.h"
#include "probe/cgroup/cgroup_probe.h"
#include "probe/linux/machine/machine_probes.h"
#include "probe/linux/machine/pressure_probe.h"

namespace loadcell {
namespace {

void add_pressure(SurveyProbes& made, PressureSource source, const std::string& folder) {
  auto probe = std::make_unique<PressureProbe>(source, folder);
  if (probe->is_available()) {
    made.probes.push_back(std::move(probe));
    return;
  }
  made.missing.push_back(source == PressureSource::kMachine
                             ? "pressure of the machine: the kernel has no " + folder +
                                   " (it takes Linux 4.20 with CONFIG_PSI and, on some, psi=1)"
                             : "pressure of the cgroup: there is none in " + folder +
                                   " (it takes cgroup version 2)");
}

/** Of memory, CPU and threads anybody may know; of what a process reads and writes, only who may trace it. */
void check_io(SurveyProbes& made, const std::string& proc_root, pid_t pid) {
  const std::string process = std::to_string(pid);
  const Fd file(open((proc_root + "/" + process + "/io").c_str(), O_RDONLY | O_CLOEXEC));
  if (file.is_open() || (errno != EACCES && errno != EPERM)) return;
  made.missing.push_back("bytes read and written by process " + process + ": " +
                         std::strerror(errno) +
                         " (it takes the user who owns it, or CAP_SYS_PTRACE)");
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
    made.missing.push_back("memory of the cgroup: process " + std::to_string(scope.cgroup_of) +
                           " " + target.reason());
  } else {
    const double hidden = read_hidden_limit_bytes(target.levels());
    if (!std::isnan(hidden)) {
      made.missing.push_back("usage of the cgroup that limits process " +
                             std::to_string(scope.cgroup_of) + " to " +
                             std::to_string(static_cast<uint64_t>(hidden)) +
                             " bytes: it is above what is mounted here");
    }
    add_pressure(made, PressureSource::kCgroup, target.levels().front().folder());
  }
  made.probes.push_back(std::move(cgroup));
  return made;
}

}  // namespace loadcell
