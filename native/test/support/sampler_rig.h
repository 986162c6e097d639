#pragma once

#include <sched.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "sampler/sampler.h"

namespace loadcell::test {

constexpr int64_t kMillisecondNs = 1'000'000;

/** Waits until a condition holds; only the time limit of the test case bounds it. */
inline void wait_until(const std::function<bool()>& condition) {
  while (!condition()) sched_yield();
}

/** A sampler with the memory of its rings. Change `setup` first, then `make`. */
struct SamplerRig {
  explicit SamplerRig(pid_t pid, uint32_t slots = 4096, int64_t period_ns = kMillisecondNs)
      : hot_memory(ring_bytes(slots, sizeof(Record))),
        survey_memory(ring_bytes(kSurveySlots, sizeof(Record))),
        setup{.proc_root = "/proc",
              .pids = {pid},
              .most_processes = 16,
              .hot = {.period_ns = period_ns,
                      .cpu_share = std::numeric_limits<double>::infinity(),
                      .guard = {},
                      .ends_with_processes = true,
                      .memory_only = false,
                      .weighs = false},
              .hot_ring = {.memory = hot_memory.data(), .slots = slots},
              .survey = std::nullopt,
              .survey_ring = {.memory = survey_memory.data(), .slots = kSurveySlots},
              .heap = nullptr} {}

  /** Adds a survey that searches for children at every tick. */
  void add_survey(bool follows_children = true) {
    setup.survey = SurveySetup{.scope = {.proc_root = setup.proc_root,
                                         .follows_children = follows_children,
                                         .adopter = 0,
                                         .cgroup_folder = ""},
                               .period_ns = kMillisecondNs,
                               .discovery_period_ns = kMillisecondNs,
                               .threads_period_ns = kMillisecondNs,
                               .cpu_share = std::numeric_limits<double>::infinity(),
                               .probes = {}};
  }

  Sampler& make() { return sampler.emplace(std::move(setup)); }
  SamplerTotals totals() const { return sampler->hot().totals(); }
  void wait_for_samples(uint64_t count) const {
    wait_until([this, count] { return totals().samples >= count; });
  }

  /** The report of one process; fails when there is none. */
  ProcessReport report(pid_t pid) const {
    for (ProcessReport& report : sampler->table().reports()) {
      if (report.identity.pid == pid) return std::move(report);
    }
    throw std::runtime_error("process is not known");
  }

  static constexpr uint32_t kSurveySlots = 1024;
  std::vector<std::byte> hot_memory;
  std::vector<std::byte> survey_memory;
  SamplerSetup setup;
  std::optional<Sampler> sampler;
};

}  // namespace loadcell::test
