#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace loadcell {

/** Result of reading a file in /proc. */
enum class ReadStatus {
  kOk,
  /** The process is gone (ESRCH, ENOENT). */
  kGone,
  /** The file could not be read. */
  kFailed,
};

/** A file in /proc, read from offset 0 into memory of the caller. */
struct ProcText {
  ReadStatus status;
  std::string_view text;
};

/** Reads at most `capacity_bytes` of an open file from its beginning, without moving its offset. Any thread. */
ProcText read_proc_text(int fd, char* buffer, size_t capacity_bytes) noexcept;

/**
 * Reads a whole open file of any length into `buffer`, which grows as needed. For text that the kernel generates for each read
 * from offset 0, such as status, which lists every group of a process. Any thread that may allocate.
 */
ProcText read_whole_proc_text(int fd, std::vector<char>& buffer);

/** Scans text with decimal numbers. */
class NumberScanner {
 public:
  explicit NumberScanner(std::string_view text) noexcept : rest_(text) {}

  /** The next decimal number, after optional spaces. False for anything else. */
  bool next(uint64_t& value) noexcept;

  /** Skips `count` words. False when there are fewer. */
  bool skip_words(int count) noexcept;

 private:
  void skip_spaces() noexcept;

  std::string_view rest_;
};

/** The number after `key` at the beginning of a line, such as `VmSwap:` or `MemFree:`. False when there is none. */
bool find_number(std::string_view text, std::string_view key, uint64_t& value) noexcept;

/** The same as a double times `scale`; NaN when there is none. */
double find_scaled(std::string_view text, std::string_view key, double scale) noexcept;

}  // namespace loadcell
