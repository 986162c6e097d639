#pragma once

#include <napi.h>

#include <memory>
#include <string>
#include <vector>

#include "napi/sampler/read_heap_source.h"
#include "sampler/sampler.h"

namespace loadcell {

/**
 * `new Sampler(options)` in JavaScript; `packages/native/src/addon/addon-sampler.ts` has its types. The ring views stay
 * referenced until the threads that write them are joined. Every method belongs to the environment's thread; teardown without
 * `stop` joins the threads as well.
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
  Napi::Value processes(const Napi::CallbackInfo& info);
  Napi::Value living(const Napi::CallbackInfo& info);
  Napi::Value surveyed(const Napi::CallbackInfo& info);
  Napi::Value heap(const Napi::CallbackInfo& info);
  void add_heap(const Napi::CallbackInfo& info);
  Napi::Value missing(const Napi::CallbackInfo& info);
  Napi::Value has_exited(const Napi::CallbackInfo& info);
  Napi::Value ring_offset_bytes(const Napi::CallbackInfo& info);
  Napi::Value survey_ring_offset_bytes(const Napi::CallbackInfo& info);

  void stop_all() noexcept;

  static void on_teardown(void* self);

  napi_env env_;
  std::vector<Napi::Reference<Napi::Uint8Array>> views_;
  std::vector<std::string> missing_;
  ReadHeapSource heap_;
  /** Last of what it uses, so that it is destroyed first. */
  std::unique_ptr<Sampler> sampler_;
  bool hooked_ = false;
};

}  // namespace loadcell
