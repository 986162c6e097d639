#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "probe/probe.h"

namespace loadcell {

/** Probes of what is about no single process, and why some of what was asked for is not among them. */
struct SurveyProbes {
  std::vector<std::unique_ptr<Probe>> probes;
  std::vector<std::string> missing;
};

/** What is wanted beside the processes. */
struct SurveyScope {
  bool machine;
  /** The cgroup of this process; 0 for none. */
  pid_t cgroup_of;
  /** The processes that were asked for by their ids. */
  std::vector<pid_t> pids = {};
};

SurveyProbes make_survey_probes(const std::string& proc_root, const SurveyScope& scope);

}  // namespace loadcell
