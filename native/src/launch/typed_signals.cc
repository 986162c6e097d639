#include "launch/typed_signals.h"

#include "base/clock.h"

namespace loadcell {
namespace {

/** The runner forwards a typed signal within this time unless it hangs, ns. */
constexpr int64_t kTypedNs = 500'000'000;

}  // namespace

void TypedSignals::note(int signal) {
  if (signal > 0 && signal < NSIG) at_ns_[signal] = monotonic_now_ns();
}

bool TypedSignals::was_just_typed(int signal) const {
  if (signal <= 0 || signal >= NSIG || at_ns_[signal] == 0) return false;
  return monotonic_now_ns() - at_ns_[signal] < kTypedNs;
}

}  // namespace loadcell
