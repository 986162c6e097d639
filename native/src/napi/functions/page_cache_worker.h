#pragma once

#include <napi.h>

namespace loadcell {

/**
 * `readPageCache(path: string): Promise<PageCacheReading>` in JavaScript, off its thread. Rejects with an error that has a
 * `code`.
 */
Napi::Value read_page_cache_async(const Napi::CallbackInfo& info);

/** `dropPageCache(path: string): Promise<{ before: PageCacheReading, after: PageCacheReading }>`, likewise. */
Napi::Value drop_page_cache_async(const Napi::CallbackInfo& info);

}  // namespace loadcell
