#pragma once

#include <napi.h>

#include <memory>

#include "wire/wire.h"

namespace loadcell {

/**
 * `new Wire(options)` in JavaScript; `packages/native/src/addon/addon-wire.ts` has its types. The views in the options cover
 * whole SharedArrayBuffers and stay referenced until the wire thread is joined.
 * Every method belongs to the environment's thread; teardown without `stop` joins the wire thread as well.
 */
class WireObject : public Napi::ObjectWrap<WireObject> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit WireObject(const Napi::CallbackInfo& info);
  ~WireObject() override;

 private:
  void start(const Napi::CallbackInfo& info);
  void stage(const Napi::CallbackInfo& info);
  void cancel(const Napi::CallbackInfo& info);
  void finish(const Napi::CallbackInfo& info);
  void close_idle(const Napi::CallbackInfo& info);
  void cancel_all(const Napi::CallbackInfo& info);
  void end_sending_at(const Napi::CallbackInfo& info);
  void stop(const Napi::CallbackInfo& info);
  Napi::Value flush(const Napi::CallbackInfo& info);
  Napi::Value totals(const Napi::CallbackInfo& info);
  Napi::Value ring_offset_bytes(const Napi::CallbackInfo& info);
  Napi::Value arena_offset_bytes(const Napi::CallbackInfo& info);

  static void on_teardown(void* self);

  napi_env env_;
  Napi::Reference<Napi::Uint8Array> ring_;
  Napi::Reference<Napi::Uint8Array> arena_;
  std::unique_ptr<Wire> wire_;
  bool hooked_ = false;
};

}  // namespace loadcell
