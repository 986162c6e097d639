#include "probe/linux/process/statm_file.h"

#include "probe/linux/proc_text.h"

namespace loadcell {

Statm StatmFile::read() const noexcept {
  char text[128];
  const ProcText read = read_proc_text(fd, text, sizeof(text));
  if (read.status == ReadStatus::kGone) return {Statm::Status::kGone, 0, 0};
  if (read.status == ReadStatus::kFailed) return {Statm::Status::kUnreadable, 0, 0};
  NumberScanner scanner(read.text);
  uint64_t size_pages = 0;
  uint64_t resident_pages = 0;
  uint64_t shared_pages = 0;
  if (!scanner.next(size_pages) || !scanner.next(resident_pages) || !scanner.next(shared_pages)) {
    return {Statm::Status::kUnreadable, 0, 0};
  }
  // A living process always has mappings.
  if (size_pages == 0) return {Statm::Status::kNoMemory, 0, 0};
  return {Statm::Status::kRunning, resident_pages * page_bytes, shared_pages * page_bytes};
}

}  // namespace loadcell
