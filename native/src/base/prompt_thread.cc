#include "base/prompt_thread.h"

#include <sched.h>
#include <sys/resource.h>

#include "base/short_slice.h"

namespace loadcell {
namespace {

/** Interval between checks, ns. */
constexpr int64_t kLookNs = 50'000'000;
/** CPU share between two checks above which real-time priority is given up. */
constexpr double kMostShare = 0.25;
/** How long it then stays without real-time priority, ns. */
constexpr int64_t kRestNs = 1'000'000'000;
/** Nice value without real-time priority. Each step adds a quarter of weight: this is about nine times the default. */
constexpr int kNice = -10;

bool set_policy(int policy, int priority) noexcept {
  sched_param parameters{};
  parameters.sched_priority = priority;
  // A process that a real-time thread starts must be an ordinary one.
  const int flags = policy == SCHED_OTHER ? 0 : SCHED_RESET_ON_FORK;
  // On Linux, 0 means the calling thread, not the whole process as in POSIX; the same holds for nice.
  return sched_setscheduler(0, policy | flags, &parameters) == 0;
}

}  // namespace

PromptThread::PromptThread() noexcept {
  const int now = getpriority(PRIO_PROCESS, 0);
  if (now > kNice) setpriority(PRIO_PROCESS, 0, kNice);
  request_short_slice();
  // Any policy but the default was chosen deliberately and stays.
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
