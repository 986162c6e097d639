#pragma once

#include <napi.h>

#include <memory>

#include "mock/mock_server.h"

namespace loadcell {

/**
 * `new MockServer(options)` in JavaScript; `packages/native/src/addon/addon-mock.ts` has its types. The ring view covers a
 * whole SharedArrayBuffer and stays referenced until the server's thread is joined.
 * Every method belongs to the environment's thread; teardown without `stop` joins the server's thread as well.
 */
class MockObject : public Napi::ObjectWrap<MockObject> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit MockObject(const Napi::CallbackInfo& info);
  ~MockObject() override;

 private:
  void stop(const Napi::CallbackInfo& info);
  Napi::Value port(const Napi::CallbackInfo& info);
  Napi::Value totals(const Napi::CallbackInfo& info);
  Napi::Value ring_offset_bytes(const Napi::CallbackInfo& info);

  static void on_teardown(void* self);

  napi_env env_;
  Napi::Reference<Napi::Uint8Array> ring_;
  std::unique_ptr<MockServer> server_;
  bool hooked_ = false;
};

}  // namespace loadcell
