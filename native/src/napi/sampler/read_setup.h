#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "napi/sampler/read_heap_source.h"
#include "sampler/sampler.h"

namespace loadcell {

/** A setup from JavaScript, and the views whose memory it uses: they must live as long as the sampler. */
struct ReadSetup {
  SamplerSetup setup;
  std::vector<Napi::Reference<Napi::Uint8Array>> views;
  /** Owner of `setup.heap`. */
  ReadHeapSource heap;
  /** What was requested and cannot be read here, with reasons. */
  std::vector<std::string> missing;
};

/** Shortest and longest period of a thread. */
constexpr int64_t kShortestPeriodNs = 1'000;
constexpr int64_t kLongestPeriodNs = 3'600'000'000'000;

/** Reads `AddonRing` and adds the view to `views`. @throws Napi::Error */
RingMemory read_ring(const OptionsReader& options, Napi::Env env,
                     std::vector<Napi::Reference<Napi::Uint8Array>>& views);

/** Reads `AddonSamplerOptions` of `packages/native/src/addon/addon-sampler.ts`. @throws Napi::Error, Error */
ReadSetup read_setup(const Napi::Value& options);

}  // namespace loadcell
