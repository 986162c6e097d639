#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "napi/read_heap_source.h"
#include "sampler/sampler.h"

namespace loadcell {

/** A setup as JavaScript gave it, and the views whose memory it uses: they must live as long as the sampler. */
struct ReadSetup {
  SamplerSetup setup;
  std::vector<Napi::Reference<Napi::Uint8Array>> views;
  /** Where `setup.heap` points to. */
  ReadHeapSource heap;
  /** What was asked for and cannot be read here, and why. */
  std::vector<std::string> missing;
};

/** Reads `AddonSamplerOptions` of `packages/native/src/addon-contract.ts`. @throws Napi::Error, Error */
ReadSetup read_setup(const Napi::Value& options);

}  // namespace loadcell
