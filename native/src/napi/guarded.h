#pragma once

#include <napi.h>

#include <exception>

#include "base/error.h"

namespace loadcell {

/** Runs `body` and converts an {@link Error} to a JavaScript error with a `code`. */
template <typename Body>
auto guarded(Napi::Env env, Body&& body) {
  try {
    return body();
  } catch (const Error& error) {
    Napi::Error thrown = Napi::Error::New(env, error.what());
    thrown.Set("code", error.code());
    throw thrown;
  } catch (const std::bad_alloc&) {
    throw Napi::Error::New(env, "Out of memory.");
  }
}

}  // namespace loadcell
