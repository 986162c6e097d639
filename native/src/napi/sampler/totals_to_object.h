#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "sampler/sampler.h"

namespace loadcell {

/** Results of `totals()`, `processes()` and `surveyed()` of the addon's sampler; JavaScript validates them. */
Napi::Object totals_to_object(Napi::Env env, const Sampler& sampler);
Napi::Array processes_to_array(Napi::Env env, const std::vector<ProcessReport>& reports);
Napi::Array texts_to_array(Napi::Env env, const std::vector<std::string>& texts);
Napi::Array columns_to_array(Napi::Env env, const RecordTotals& totals);
Napi::Array surveyed_to_array(Napi::Env env, const std::vector<KindTotals>& surveyed);

}  // namespace loadcell
