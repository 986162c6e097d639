#pragma once

#include <napi.h>

#include <memory>

#include "sampler/sampler.h"

namespace loadcell {

/**
 * `new Sampler({ pid, periodNs, ringSlots, procRoot }, ring: Uint8Array)` of JavaScript. `ring` is a view of a whole
 * SharedArrayBuffer of `ringBytes(ringSlots)` bytes; it is referenced until the sampling thread is joined.
 * Every method belongs to the thread of the environment; teardown without `stop` joins the thread as well.
 */
class SamplerObject : public Napi::ObjectWrap<SamplerObject> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit SamplerObject(const Napi::CallbackInfo& info);
  ~SamplerObject() override;

 private:
  void start(const Napi::CallbackInfo& info);
  void stop(const Napi::CallbackInfo& info);
  Napi::Value totals(const Napi::CallbackInfo& info);
  Napi::Value has_exited(const Napi::CallbackInfo& info);
  Napi::Value ring_offset_bytes(const Napi::CallbackInfo& info);

  static void on_teardown(void* self);

  napi_env env_;
  Napi::Reference<Napi::Uint8Array> ring_;
  std::unique_ptr<Sampler> sampler_;
  bool hooked_ = false;
};

}  // namespace loadcell
