#pragma once

#include <napi.h>

#include <memory>

#include "sampler/gpu/gpu_sampler.h"

namespace loadcell {

/**
 * `new GpuSampler(options)` in JavaScript; `packages/native/src/addon/addon-gpu.ts` has its types. The ring view stays
 * referenced until the thread is joined or no longer uses it. Every method belongs to the environment's thread.
 */
class GpuSamplerObject : public Napi::ObjectWrap<GpuSamplerObject> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit GpuSamplerObject(const Napi::CallbackInfo& info);
  ~GpuSamplerObject() override;

 private:
  void start(const Napi::CallbackInfo& info);
  void stop(const Napi::CallbackInfo& info);
  void set_processes(const Napi::CallbackInfo& info);
  Napi::Value totals(const Napi::CallbackInfo& info);
  Napi::Value devices(const Napi::CallbackInfo& info);
  Napi::Value missing(const Napi::CallbackInfo& info);
  Napi::Value problems(const Napi::CallbackInfo& info);
  Napi::Value ring_offset_bytes(const Napi::CallbackInfo& info);

  static void on_teardown(void* self);

  napi_env env_;
  Napi::Reference<Napi::Uint8Array> ring_;
  std::unique_ptr<GpuSampler> sampler_;
  bool hooked_ = false;
};

}  // namespace loadcell
