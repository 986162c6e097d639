#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../test/wire/http/framer_rig.h"

namespace loadcell::fuzz {

constexpr FramerLimits kLimits{.header_bytes = 512, .body_bytes = 4096};

/** Aborts the process, which libFuzzer reports as a finding. */
inline void require(bool held) {
  if (!held) abort();
}

/** Properties that hold for the framing of any bytes. */
inline void check_framed(const test::Framed& framed) {
  require(framed.head.size() <= kLimits.header_bytes);
  require(framed.body.size() <= kLimits.body_bytes);
  if (framed.end == HttpFramer::Event::kEnd) {
    require(framed.status >= 200 && framed.status <= 999);
    require(framed.failure == WireFailure::kNone);
  }
  if (framed.end == HttpFramer::Event::kFailed) require(framed.failure != WireFailure::kNone);
}

/**
 * The first bytes of an input say how the rest is cut into pieces; what the framer makes of it must not depend on that.
 */
inline void check_framing(const uint8_t* data, size_t size) {
  if (size < 3) return;
  const size_t first_bytes = std::max<size_t>(data[0], 1);
  const size_t piece_bytes = std::max<size_t>(data[1], 1);
  const bool then_closes = (data[2] & 1) != 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  const test::Framed whole = test::frame_whole(bytes, kLimits, then_closes);
  test::Framed split = test::frame(bytes, kLimits, first_bytes, piece_bytes, then_closes);
  check_framed(whole);
  check_framed(split);
  // A body that grows too large fails with the piece that makes it so: how much was kept before is the pieces' doing.
  if (whole.failure == WireFailure::kBodyTooLarge) split.body = whole.body;
  require(split == whole);
}

}  // namespace loadcell::fuzz
