#pragma once

#include <cstddef>
#include <cstdint>

namespace loadcell {

/** What reading one file of /proc led to. */
enum class ReadStatus {
  kOk,
  /** The process is gone (ESRCH, ENOENT). */
  kGone,
  /** The file could not be read or understood. */
  kFailed,
};

/** A file of /proc read whole from offset 0, into memory given by the caller. Safe on any thread. */
struct ProcText {
  ReadStatus status;
  size_t length_bytes;
};

/** Reads at most `capacity_bytes` of an open file from its beginning, without moving its offset. */
ProcText read_proc_text(int fd, char* buffer, size_t capacity_bytes) noexcept;

/** Walks over text that holds decimal numbers. */
class NumberScanner {
 public:
  NumberScanner(const char* begin, const char* end) noexcept : at_(begin), end_(end) {}

  /** The next decimal number, over any spaces before it. False at anything else. */
  bool next(uint64_t& value) noexcept;

  /** Leaves out so many words. False when there are fewer. */
  bool skip_words(int count) noexcept;

 private:
  void skip_spaces() noexcept;

  const char* at_;
  const char* end_;
};

}  // namespace loadcell
