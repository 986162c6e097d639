#pragma once

#include <napi.h>

#include <vector>

#include "sampler/sampler.h"

namespace loadcell {

/** A setup as JavaScript gave it, and the views whose memory it uses: they must live as long as the sampler. */
struct ReadSetup {
  SamplerSetup setup;
  std::vector<Napi::Reference<Napi::Uint8Array>> views;
};

/** Reads `AddonSamplerOptions` of `packages/native/src/addon-contract.ts`. @throws Napi::Error, Error */
ReadSetup read_setup(const Napi::Value& options);

}  // namespace loadcell
