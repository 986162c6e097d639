#include "probe/linux/proc_text.h"

#include <unistd.h>

#include <cerrno>

namespace loadcell {

ProcText read_proc_text(int fd, char* buffer, size_t capacity_bytes) noexcept {
  for (;;) {
    const ssize_t length = pread(fd, buffer, capacity_bytes, 0);
    if (length > 0) return {ReadStatus::kOk, static_cast<size_t>(length)};
    if (length < 0 && errno == EINTR) continue;
    const bool gone = length < 0 && (errno == ESRCH || errno == ENOENT);
    return {gone ? ReadStatus::kGone : ReadStatus::kFailed, 0};
  }
}

bool NumberScanner::next(uint64_t& value) noexcept {
  skip_spaces();
  if (at_ == end_ || *at_ < '0' || *at_ > '9') return false;
  value = 0;
  for (; at_ != end_ && *at_ >= '0' && *at_ <= '9'; ++at_) {
    value = value * 10 + static_cast<uint64_t>(*at_ - '0');
  }
  return true;
}

bool NumberScanner::skip_words(int count) noexcept {
  for (; count > 0; --count) {
    skip_spaces();
    if (at_ == end_) return false;
    while (at_ != end_ && *at_ != ' ' && *at_ != '\t' && *at_ != '\n') ++at_;
  }
  return true;
}

void NumberScanner::skip_spaces() noexcept {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n')) ++at_;
}

}  // namespace loadcell
