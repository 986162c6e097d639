#include "sampler/sampler.h"

#include <utility>

#include "base/clock.h"

namespace loadcell {

namespace {

std::unique_ptr<MemoryScale> make_scale(const SamplerSetup& setup, const ProcessTable& table) {
  if (!setup.survey.has_value()) return nullptr;
  const bool is_wanted = setup.hot.weighs || setup.hot.guard.are_set();
  return is_wanted ? std::make_unique<MemoryScale>(table) : nullptr;
}

}  // namespace

Sampler::Sampler(SamplerSetup setup)
    : table_(setup.most_processes),
      scale_(make_scale(setup, table_)),
      hot_(setup.hot, table_.arrivals(), setup.most_processes, setup.hot_ring.memory,
           setup.hot_ring.slots, setup.heap, scale_.get()) {
  const bool surveyed = setup.survey.has_value();
  for (const pid_t pid : setup.pids) {
    if (table_.has_live(pid)) continue;
    table_.add(ProcessHandle::open(setup.proc_root, pid), 0,
               static_cast<double>(monotonic_now_ns()), surveyed);
  }
  if (!surveyed) return;
  const SurveyParts parts{.table = table_, .hot = hot_, .scale = scale_.get()};
  survey_ = std::make_unique<Survey>(*std::move(setup.survey), parts, setup.survey_ring.memory,
                                     setup.survey_ring.slots);
  survey_->search();
}

Sampler::~Sampler() { stop(); }

void Sampler::start() {
  if (hot_thread_ || stopped_) return;
  table_.begin_sampling();
  if (scale_ && !scale_thread_) {
    scale_thread_ = std::make_unique<Thread>("loadcell-weigh",
                                             [this](Thread& thread) { scale_->run(thread); });
  }
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
  // Before the survey, whose last row contains the last reading.
  if (scale_thread_) scale_thread_->stop_and_join();
  if (survey_thread_) survey_thread_->stop_and_join();
}

}  // namespace loadcell
