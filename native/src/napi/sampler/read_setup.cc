#include "napi/sampler/read_setup.h"

#include <csignal>
#include <utility>

#include "napi/options_reader.h"
#include "sampler/survey/survey_probes.h"

namespace loadcell {
RingMemory read_ring(const OptionsReader& options, Napi::Env env,
                     std::vector<Napi::Reference<Napi::Uint8Array>>& views) {
  const auto slots = static_cast<uint32_t>(options.integer("ringSlots", 2, 1 << 24));
  if ((slots & (slots - 1)) != 0) {
    throw Napi::RangeError::New(env, "ringSlots must be a power of two.");
  }
  Napi::Uint8Array view = options.bytes("ring", ring_bytes(slots, sizeof(Record)));
  const RingMemory ring{.memory = view.Data(), .slots = slots};
  views.push_back(Napi::Persistent(view));
  return ring;
}

namespace {

GuardLimits read_guard(const OptionsReader& options) {
  return {.soft_bytes = options.positive("softLimitBytes"),
          .hard_bytes = options.positive("hardLimitBytes"),
          .stop_signal = static_cast<int>(options.integer("stopSignal", 0, SIGRTMAX))};
}

SurveySetup read_survey(const OptionsReader& options, const std::string& proc_root,
                        const std::vector<pid_t>& pids, std::vector<std::string>& missing) {
  SurveyProbes made = make_survey_probes(
      proc_root, {.machine = options.boolean("machine"),
                  .cgroup_of = static_cast<pid_t>(options.integer("cgroupOf", 0, INT32_MAX)),
                  .pids = pids});
  missing = std::move(made.missing);
  return {
      .scope = {.proc_root = proc_root,
                .follows_children = options.boolean("followsChildren"),
                .adopter = static_cast<pid_t>(options.integer("adopter", 0, INT32_MAX)),
                .cgroup_folder = options.text("cgroupFolder")},
      .period_ns = options.integer("periodNs", kShortestPeriodNs, kLongestPeriodNs),
      .discovery_period_ns =
          options.integer("discoveryPeriodNs", kShortestPeriodNs, kLongestPeriodNs),
      .threads_period_ns = options.integer("threadsPeriodNs", kShortestPeriodNs, kLongestPeriodNs),
      .cpu_share = options.positive("cpuShare"),
      .probes = std::move(made.probes),
  };
}

}  // namespace

ReadSetup read_setup(const Napi::Value& value) {
  const OptionsReader options(value);
  ReadSetup read{};
  SamplerSetup& setup = read.setup;
  setup.proc_root = options.text("procRoot");
  for (const int64_t pid : options.integers("pids", 1, INT32_MAX)) {
    setup.pids.push_back(static_cast<pid_t>(pid));
  }
  setup.most_processes =
      fitting_processes(static_cast<size_t>(options.integer("maxProcesses", 1, 1 << 20)));
  const auto guard = options.group("guard");
  setup.hot = {.period_ns = options.integer("periodNs", kShortestPeriodNs, kLongestPeriodNs),
               .cpu_share = options.positive("cpuShare"),
               .guard = guard ? read_guard(*guard) : GuardLimits{},
               .ends_with_processes = options.boolean("endsWithProcesses"),
               .memory_only = options.boolean("memoryOnly"),
               .weighs = options.boolean("weighs")};
  setup.hot_ring = read_ring(options, value.Env(), read.views);
  const auto survey = options.group("survey");
  if (survey) {
    setup.survey = read_survey(*survey, setup.proc_root, setup.pids, read.missing);
    setup.survey_ring = read_ring(*survey, value.Env(), read.views);
  }
  read.heap = read_heap_source(options, value.Env());
  setup.heap = read.heap.source.get();
  return read;
}

}  // namespace loadcell
