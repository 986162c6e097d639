// Fuzzes response framing with libFuzzer: `npm run fuzz`.
#include "framer_properties.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  loadcell::fuzz::check_framing(data, size);
  return 0;
}
