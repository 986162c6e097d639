#include "sampler/sampler.h"

#include <utility>

#include "base/clock.h"

namespace loadcell {

Sampler::Sampler(SamplerSetup setup)
    : table_(setup.most_processes),
      hot_(setup.hot, table_.arrivals(), setup.most_processes, setup.hot_ring.memory,
           setup.hot_ring.slots, setup.heap) {
  const bool surveyed = setup.survey.has_value();
  for (const pid_t pid : setup.pids) {
    if (table_.has_live(pid)) continue;
    table_.add(ProcessHandle::open(setup.proc_root, pid), 0,
               static_cast<double>(monotonic_now_ns()), surveyed);
  }
  if (!surveyed) return;
  survey_ = std::make_unique<Survey>(*std::move(setup.survey), table_, setup.survey_ring.memory,
                                     setup.survey_ring.slots);
  survey_->discover();
}

Sampler::~Sampler() { stop(); }

void Sampler::start() {
  if (hot_thread_ || stopped_) return;
  if (survey_ && !survey_thread_) {
    survey_thread_ = std::make_unique<Thread>("loadcell-survey",
                                              [this](Thread& thread) { survey_->run(thread); });
  }
  hot_thread_ =
      std::make_unique<Thread>("loadcell-sample", [this](Thread& thread) { hot_.run(thread); });
}

void Sampler::stop() noexcept {
  stopped_ = true;
  if (hot_thread_) hot_thread_->stop_and_join();
  if (survey_thread_) survey_thread_->stop_and_join();
}

}  // namespace loadcell
