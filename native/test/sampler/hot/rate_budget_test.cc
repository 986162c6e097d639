#include "sampler/hot/rate_budget.h"

#include <limits>

#include "harness.h"

using loadcell::RateBudget;

namespace {

constexpr int64_t kMs = 1'000'000;

/** Simulates a thread that uses `cost_ns` of CPU per tick and follows its budget. */
struct Run {
  explicit Run(double share) : budget(share, kMs, 0, 0) {}

  void until(int64_t end_ns, int64_t cost_ns) {
    while (now_ns < end_ns) {
      now_ns += budget.period_ns();
      cpu_ns += cost_ns;
      if (budget.is_due(now_ns)) budget.look(now_ns, cpu_ns);
    }
  }

  RateBudget budget;
  int64_t now_ns = 0;
  int64_t cpu_ns = 0;
};

}  // namespace

TEST("a rate within its budget stays as requested") {
  Run run(0.1);
  run.until(5'000 * kMs, 99'000);
  CHECK_EQUAL(run.budget.period_ns(), kMs);
  CHECK_EQUAL(run.budget.reductions(), 0U);
  CHECK_EQUAL(run.budget.costliest_tick_ns(), 0);
  CHECK_EQUAL(run.budget.slowed_ns(), 0);
}

TEST("a rate over its budget is lowered at the first check and then stays within it") {
  Run run(0.1);
  run.until(25 * kMs, 450'000);
  CHECK_EQUAL(run.budget.period_ns(), 5 * kMs);
  const int64_t cpu_before_ns = run.cpu_ns;
  run.until(5'025 * kMs, 450'000);
  CHECK(static_cast<double>(run.cpu_ns - cpu_before_ns) <= 0.1 * 5'000 * kMs * 1.01);
  CHECK_EQUAL(run.budget.period_ns(), 5 * kMs);
}

TEST("the cost of a tick that lowered the rate is kept, with the time below the rate") {
  Run run(0.1);
  run.until(1'000 * kMs, 450'000);
  run.until(30'000 * kMs, 10'000);
  CHECK(run.budget.costliest_tick_ns() >= 440'000 && run.budget.costliest_tick_ns() <= 460'000);
  CHECK(run.budget.slowed_ns() >= 1'000 * kMs);
  CHECK_EQUAL(run.budget.period_ns(), kMs);
  const int64_t slowed_ns = run.budget.slowed_ns();
  run.until(40'000 * kMs, 10'000);
  CHECK_EQUAL(run.budget.slowed_ns(), slowed_ns);
}

TEST("a rate rises again when ticks become cheap, and the longest period is kept") {
  Run run(0.1);
  run.until(100 * kMs, 900'000);
  CHECK(run.budget.period_ns() >= 9 * kMs);
  run.until(60'000 * kMs, 10'000);
  CHECK_EQUAL(run.budget.period_ns(), kMs);
  CHECK(run.budget.longest_period_ns() >= 9 * kMs);
  CHECK(run.budget.reductions() >= 1U);
}

TEST("without a budget no cost lowers the rate") {
  Run run(std::numeric_limits<double>::infinity());
  run.until(1'000 * kMs, 5'000'000);
  CHECK_EQUAL(run.budget.period_ns(), kMs);
}
