#include "base/prompt_thread.h"

#include <sched.h>
#include <sys/resource.h>

#include "base/short_slice.h"

namespace loadcell {
namespace {

/** How long it looks back. */
constexpr int64_t kLookNs = 50'000'000;
/** Of the time between two looks. */
constexpr double kMostShare = 0.25;
/** How long it does without after using more. */
constexpr int64_t kRestNs = 1'000'000'000;
/** For an ordinary thread. Each step is a quarter more weight: this is about nine times that of others. */
constexpr int kNice = -10;

bool set_policy(int policy, int priority) noexcept {
  sched_param parameters{};
  parameters.sched_priority = priority;
  // What such a thread starts is an ordinary process.
  const int flags = policy == SCHED_OTHER ? 0 : SCHED_RESET_ON_FORK;
  // Of 0 it means the calling thread, on Linux, and not the whole process as POSIX has it; so does nice.
  return sched_setscheduler(0, policy | flags, &parameters) == 0;
}

}  // namespace

PromptThread::PromptThread() noexcept {
  const int now = getpriority(PRIO_PROCESS, 0);
  if (now > kNice) setpriority(PRIO_PROCESS, 0, kNice);
  request_short_slice();
  // Under any other policy than the usual one, whoever chose it had reasons.
  next_look_ns_ = sched_getscheduler(0) == SCHED_OTHER ? 0 : INT64_MAX;
  mind(monotonic_now_ns());
}

void PromptThread::look(int64_t now_ns) noexcept {
  const int64_t used_ns = thread_cpu_ns();
  const auto most_ns = static_cast<double>(now_ns - looked_ns_) * kMostShare;
  if (!is_prompt_) {
    is_prompt_ = set_policy(SCHED_RR, sched_get_priority_min(SCHED_RR));
    next_look_ns_ = is_prompt_ ? now_ns + kLookNs : INT64_MAX;
  } else if (static_cast<double>(used_ns - used_ns_) > most_ns) {
    set_policy(SCHED_OTHER, 0);
    request_short_slice();
    is_prompt_ = false;
    next_look_ns_ = now_ns + kRestNs;
  } else {
    next_look_ns_ = now_ns + kLookNs;
  }
  looked_ns_ = now_ns;
  used_ns_ = used_ns;
}

}  // namespace loadcell
