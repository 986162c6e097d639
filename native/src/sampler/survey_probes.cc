#include "sampler/survey_probes.h"

#include "probe/linux/cgroup_location.h"
#include "probe/linux/cgroup_memory_probe.h"
#include "probe/linux/machine_probes.h"
#include "probe/linux/pressure_probe.h"

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

}  // namespace

SurveyProbes make_survey_probes(const std::string& proc_root, const SurveyScope& scope) {
  SurveyProbes made;
  if (scope.machine) {
    made.probes.push_back(std::make_unique<MachineMemoryProbe>(proc_root));
    made.probes.push_back(std::make_unique<MachineCpuProbe>(proc_root));
    add_pressure(made, PressureSource::kMachine, proc_root + "/pressure");
  }
  if (scope.cgroup_of == 0) return made;
  const auto location = locate_cgroup(proc_root, scope.cgroup_of);
  if (!location) {
    made.missing.push_back("memory of the cgroup: process " + std::to_string(scope.cgroup_of) +
                           " has no memory controller, or its group is not mounted here");
    return made;
  }
  made.probes.push_back(std::make_unique<CgroupMemoryProbe>(*location));
  add_pressure(made, PressureSource::kCgroup, location->folder);
  return made;
}

}  // namespace loadcell
