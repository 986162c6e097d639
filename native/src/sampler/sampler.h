#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sampler/hot/hot_loop.h"
#include "sampler/survey/survey.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/** Memory for a ring; its owner outlives the sampler. */
struct RingMemory {
  void* memory;
  uint32_t slots;
};

/** Setup of a sampler; every value is resolved. */
struct SamplerSetup {
  std::string proc_root;
  /** Processes to sample; every one must exist. */
  std::vector<pid_t> pids;
  size_t most_processes;
  HotSetup hot;
  RingMemory hot_ring;
  /** Without a survey, only the processes in `pids` are sampled. */
  std::optional<SurveySetup> survey;
  RingMemory survey_ring;
  /** May be null; outlives the sampler. */
  HeapSource* heap;
};

/**
 * Samples processes at a fixed rate on one thread and surveys them on another.
 *
 * Threads: the owner constructs, starts, stops and destroys; any thread that the owner admits may call the accessors.
 */
class Sampler {
 public:
  /** @throws Error when a process does not exist, is a zombie or may not be read. */
  explicit Sampler(SamplerSetup setup);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /** The first tick is immediate. A second call does nothing, nor does a call after `stop`. @throws Error THREAD */
  void start();

  /** Ends the threads and waits for them, 20 ms or one read of the survey. Idempotent. */
  void stop() noexcept;

  /** Whether the processes were seen to end; sampling has then ended too. */
  bool has_exited() const noexcept { return hot_.has_ended(); }

  const HotLoop& hot() const noexcept { return hot_; }
  /** Null without a survey. */
  const Survey* survey() const noexcept { return survey_.get(); }
  /** All NaN before the first reading, or without readings of proportional size. */
  Weight weight() const noexcept { return scale_ ? scale_->weight() : Weight{}; }
  const ProcessTable& table() const noexcept { return table_; }

  /** CPU time of the sampling thread and of the survey's, nanoseconds; 0 before they started. */
  int64_t hot_cpu_ns() const noexcept { return hot_thread_ ? hot_thread_->cpu_ns() : 0; }
  int64_t survey_cpu_ns() const noexcept { return survey_thread_ ? survey_thread_->cpu_ns() : 0; }

 private:
  ProcessTable table_;
  /** Null when proportional size is never read: without a survey the processes are not a tree. */
  std::unique_ptr<MemoryScale> scale_;
  HotLoop hot_;
  std::unique_ptr<Survey> survey_;
  bool stopped_ = false;
  /** Last, so that they are joined before anything they use is destroyed. */
  std::unique_ptr<Thread> scale_thread_;
  std::unique_ptr<Thread> survey_thread_;
  std::unique_ptr<Thread> hot_thread_;
};

}  // namespace loadcell
