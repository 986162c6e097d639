#include "sampler/hot/rate_budget.h"

#include <algorithm>
#include <cmath>

namespace loadcell {
namespace {

/** The first check is early, so that a rate far too high does not last, ns. */
constexpr int64_t kFirstLookNs = 20'000'000;
constexpr int64_t kLookPeriodNs = 100'000'000;
/** The rate rises again when the use after the rise would stay below this share of the budget... */
constexpr double kRoom = 0.8;
/** ...in this many checks in a row. */
constexpr int kCalmLooks = 10;
constexpr int64_t kLargestFactor = 10'000;

}  // namespace

RateBudget::RateBudget(double share, int64_t requested_period_ns, int64_t now_ns,
                       int64_t cpu_ns) noexcept
    : share_(share),
      requested_period_ns_(requested_period_ns),
      looked_at_ns_(now_ns),
      looked_cpu_ns_(cpu_ns),
      next_look_ns_(now_ns + kFirstLookNs) {}

bool RateBudget::look(int64_t now_ns, int64_t cpu_ns) noexcept {
  const int64_t elapsed_ns = now_ns - looked_at_ns_;
  if (elapsed_ns <= 0) return false;
  const double used =
      static_cast<double>(cpu_ns - looked_cpu_ns_) / static_cast<double>(elapsed_ns);
  if (factor_ > 1) slowed_ns_ += elapsed_ns;
  looked_at_ns_ = now_ns;
  looked_cpu_ns_ = cpu_ns;
  // The window spans at least a few ticks: one tick is too noisy.
  next_look_ns_ = now_ns + std::max(kLookPeriodNs, 4 * period_ns());
  if (used > share_) {
    const auto tick_ns = static_cast<int64_t>(used * static_cast<double>(period_ns()));
    costliest_tick_ns_ = std::max(costliest_tick_ns_, tick_ns);
    const double needed = std::ceil(static_cast<double>(factor_) * used / share_);
    factor_ = std::max(static_cast<int64_t>(std::min(needed, 1e9)), factor_ + 1);
    factor_ = std::min(factor_, kLargestFactor);
    largest_factor_ = std::max(largest_factor_, factor_);
    ++reductions_;
    calm_looks_ = 0;
    return true;
  }
  if (factor_ == 1) return false;
  // CPU share with a period shorter by one step.
  const double next_used =
      used * static_cast<double>(factor_) / static_cast<double>(factor_ - 1);
  calm_looks_ = next_used < kRoom * share_ ? calm_looks_ + 1 : 0;
  if (calm_looks_ < kCalmLooks) return false;
  calm_looks_ = 0;
  --factor_;
  return true;
}

}  // namespace loadcell
