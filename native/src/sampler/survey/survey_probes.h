#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "probe/probe.h"

namespace loadcell {

/** Probes that are not about a single process, and why some requested ones are missing. */
struct SurveyProbes {
  std::vector<std::unique_ptr<Probe>> probes;
  std::vector<std::string> missing;
};

/** What to read in addition to processes. */
struct SurveyScope {
  bool machine;
  /** The cgroup of this process; 0 for none. */
  pid_t cgroup_of;
  /** The processes requested by ID. */
  std::vector<pid_t> pids = {};
};

SurveyProbes make_survey_probes(const std::string& proc_root, const SurveyScope& scope);

}  // namespace loadcell
