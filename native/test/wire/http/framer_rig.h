#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "wire/http/http_framer.h"

namespace loadcell::test {

/** The result of framing a byte stream, independent of the pieces in which it arrived. */
struct Framed {
  uint16_t status = 0;
  std::string head;
  std::string body;
  HttpFramer::Event end = HttpFramer::Event::kMore;
  WireFailure failure = WireFailure::kNone;
  ProtocolFault fault = ProtocolFault::kNone;
  bool keeps_alive = false;
  /** Bytes after the end. */
  std::string rest;

  bool operator==(const Framed&) const = default;
};

/** Passes `bytes` to the framer in pieces of at most `piece_bytes`, the first of `first_bytes`. */
inline Framed frame(std::string_view bytes, const FramerLimits& limits, size_t first_bytes,
                    size_t piece_bytes, bool then_closes) {
  HttpFramer framer(limits);
  Framed framed;
  const auto note = [&](HttpFramer::Event event) {
    framed.end = event;
    framed.failure = framer.failure();
    framed.fault = framer.fault();
    framed.keeps_alive = framer.head().keeps_alive;
  };
  size_t wanted = first_bytes;
  do {
    std::string_view piece = bytes.substr(0, wanted);
    bytes.remove_prefix(piece.size());
    wanted = piece_bytes;
    for (;;) {
      const HttpFramer::Step step = framer.next(piece);
      piece.remove_prefix(step.consumed);
      if (step.event == HttpFramer::Event::kMore) break;
      if (step.event == HttpFramer::Event::kHead) {
        framed.status = framer.head().status;
        framed.head = framer.head_block();
      } else if (step.event == HttpFramer::Event::kBody) {
        framed.body += step.body;
      } else {
        note(step.event);
        // After a failure the rest is meaningless.
        if (step.event == HttpFramer::Event::kEnd) framed.rest = std::string(piece) + std::string(bytes);
        return framed;
      }
    }
  } while (!bytes.empty());
  if (then_closes) note(framer.end_of_stream());
  return framed;
}

inline Framed frame_whole(std::string_view bytes, const FramerLimits& limits = {},
                          bool then_closes = false) {
  return frame(bytes, limits, bytes.size(), bytes.size(), then_closes);
}

}  // namespace loadcell::test
