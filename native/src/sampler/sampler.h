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

/** Memory for a ring, owned by somebody who outlives the sampler. */
struct RingMemory {
  void* memory;
  uint32_t slots;
};

/** What a sampler is made of; every choice is made. */
struct SamplerSetup {
  std::string proc_root;
  /** Processes to sample; every one of them must be there. */
  std::vector<pid_t> pids;
  size_t most_processes;
  HotSetup hot;
  RingMemory hot_ring;
  /** Nothing for a sampler without a survey: its processes are those of `pids` and no more. */
  std::optional<SurveySetup> survey;
  RingMemory survey_ring;
  /** May be null; outlives the sampler. */
  HeapSource* heap;
};

/**
 * Samples processes at a fixed rate from a thread of its own, and surveys them from another.
 *
 * Threads: the owner constructs, starts, stops and destroys; everything that only tells may be called by any thread
 * that the owner lets in.
 */
class Sampler {
 public:
  /** @throws Error when a process is not there, is a zombie or may not be read. */
  explicit Sampler(SamplerSetup setup);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /** The first tick is at once. A second call does nothing, nor does a call after `stop`. @throws Error THREAD */
  void start();

  /** Ends the threads and waits for them, 20 ms or a survey's read. May be called at any time and again. */
  void stop() noexcept;

  /** Whether the processes were seen to end; sampling has then ended too. */
  bool has_exited() const noexcept { return hot_.has_ended(); }

  const HotLoop& hot() const noexcept { return hot_; }
  /** Null without a survey. */
  const Survey* survey() const noexcept { return survey_.get(); }
  /** Nothing before the first reading, or where none is wanted. */
  Weight weight() const noexcept { return scale_ ? scale_->weight() : Weight{}; }
  const ProcessTable& table() const noexcept { return table_; }

  /** CPU time of the sampling thread and of the survey's, nanoseconds; 0 before they started. */
  int64_t hot_cpu_ns() const noexcept { return hot_thread_ ? hot_thread_->cpu_ns() : 0; }
  int64_t survey_cpu_ns() const noexcept { return survey_thread_ ? survey_thread_->cpu_ns() : 0; }

 private:
  ProcessTable table_;
  /** Null where the proportional size is never wanted: without a survey, whose processes are no tree. */
  std::unique_ptr<MemoryScale> scale_;
  HotLoop hot_;
  std::unique_ptr<Survey> survey_;
  bool stopped_ = false;
  /** Last, so that they are joined before anything that they use goes. */
  std::unique_ptr<Thread> scale_thread_;
  std::unique_ptr<Thread> survey_thread_;
  std::unique_ptr<Thread> hot_thread_;
};

}  // namespace loadcell
