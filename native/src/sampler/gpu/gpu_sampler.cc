#include "sampler/gpu/gpu_sampler.h"

#include <dlfcn.h>

#include <utility>

#include "base/clock.h"

namespace loadcell {
namespace {

/** Keeps this code in memory for a detached thread that may still run it after the addon is unloaded. */
void keep_code_loaded() noexcept {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&keep_code_loaded), &info) == 0) return;
  // The handle is never closed, on purpose.
  dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE | RTLD_NOLOAD);
}

}  // namespace

GpuSampler::GpuSampler(GpuSetup setup, void* ring_memory, uint32_t ring_slots)
    : watch_(std::make_shared<GpuWatch>(std::move(setup), ring_memory, ring_slots)) {}

GpuSampler::~GpuSampler() { stop(0); }

void GpuSampler::start() {
  if (thread_ || stopped_) return;
  thread_ = std::make_unique<Thread>("loadcell-gpu",
                                     [watch = watch_](Thread& thread) { watch->run(thread); });
}

void GpuSampler::stop(int64_t patience_ns) noexcept {
  stopped_ = true;
  if (!thread_) return;
  if (thread_->stop_within(patience_ns)) {
    final_cpu_ns_ = thread_->cpu_ns();
    thread_.reset();
    return;
  }
  left_behind_ = true;
  keep_code_loaded();
  watch_->release_ring();
  final_cpu_ns_ = thread_->cpu_ns();
  Thread::leave_behind(std::move(thread_));
}

}  // namespace loadcell
