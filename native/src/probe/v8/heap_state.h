#pragma once

#include <atomic>
#include <memory>

#include "base/clock.h"
#include "base/published.h"
#include "probe/column_totals.h"
#include "probe/probe.h"

namespace loadcell {

/** Values of a JavaScript heap: usedBytes, totalBytes, limitBytes, externalBytes, mallocedBytes. */
using HeapValues = ProbeValues;

/** Latest values and totals of a heap. The JavaScript thread adds; any thread reads. */
class HeapState {
 public:
  HeapState() noexcept { latest_.write(kNoValues); }

  void add(const HeapValues& values) noexcept {
    working_.add(static_cast<double>(monotonic_now_ns()), values);
    latest_.write(values);
    totals_.write(working_);
  }

  HeapValues latest() const noexcept { return latest_.read(); }
  RecordTotals totals() const noexcept { return totals_.read(); }

 private:
  RecordTotals working_;
  Published<HeapValues> latest_;
  Published<RecordTotals> totals_;
};

}  // namespace loadcell
