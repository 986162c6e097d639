#pragma once

#include "base/log_histogram.h"

namespace loadcell {

/** Distributions that the wire thread fills; any thread reads them. */
struct WireHistograms {
  /** From the scheduled start of a request to its send. */
  LogHistogram send_delay;
  /** From the arrival of the last segment of a read, by the kernel, to the end of the read. */
  LogHistogram read_lateness;
  /** Smoothed round trip of a connection, where it was read after a request. */
  LogHistogram round_trip;
};

}  // namespace loadcell
