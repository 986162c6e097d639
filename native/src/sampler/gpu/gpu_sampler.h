#pragma once

#include <cstdint>
#include <memory>

#include "base/thread.h"
#include "sampler/gpu/gpu_watch.h"

namespace loadcell {

/** Owns the thread of a GPU watch. Used by one thread. */
class GpuSampler {
 public:
  GpuSampler(GpuSetup setup, void* ring_memory, uint32_t ring_slots);
  ~GpuSampler();
  GpuSampler(const GpuSampler&) = delete;
  GpuSampler& operator=(const GpuSampler&) = delete;

  /** A second call does nothing, nor does a call after `stop`. @throws Error THREAD */
  void start();

  /** Ends the thread, or detaches it if a driver blocks it for longer than `patience_ns`. */
  void stop(int64_t patience_ns) noexcept;

  /** Whether the thread was detached because a driver blocked it. */
  bool was_left_behind() const noexcept { return left_behind_; }
  int64_t cpu_ns() const noexcept { return thread_ ? thread_->cpu_ns() : final_cpu_ns_; }
  GpuWatch& watch() noexcept { return *watch_; }
  const GpuWatch& watch() const noexcept { return *watch_; }

 private:
  const std::shared_ptr<GpuWatch> watch_;
  std::unique_ptr<Thread> thread_;
  int64_t final_cpu_ns_ = 0;
  bool stopped_ = false;
  bool left_behind_ = false;
};

}  // namespace loadcell
