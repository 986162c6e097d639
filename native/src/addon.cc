#include <napi.h>

#include "napi/functions/cgroup_levels.h"
#include "napi/functions/page_cache_worker.h"
#include "napi/functions/resident_error_bytes.h"
#include "napi/mock/mock_object.h"
#include "napi/sampler/gpu_sampler_object.h"
#include "napi/sampler/sampler_object.h"
#include "napi/wire/wire_object.h"

namespace {

/** Changes whenever the exports change; the loader rejects any other version. */
constexpr double kContractVersion = 14;

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("contractVersion", kContractVersion);
  exports.Set("Sampler", loadcell::SamplerObject::define(env));
  exports.Set("GpuSampler", loadcell::GpuSamplerObject::define(env));
  exports.Set("Wire", loadcell::WireObject::define(env));
  exports.Set("MockServer", loadcell::MockObject::define(env));
  exports.Set("residentErrorBytes", Napi::Function::New<loadcell::resident_error_bytes>(env));
  exports.Set("cgroupLevels", Napi::Function::New<loadcell::cgroup_levels>(env));
  exports.Set("readPageCache", Napi::Function::New<loadcell::read_page_cache_async>(env));
  exports.Set("dropPageCache", Napi::Function::New<loadcell::drop_page_cache_async>(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(loadcell, init)
