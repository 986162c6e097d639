#include "probe/linux/process/resident_check.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cmath>

#include "base/error.h"
#include "probe/linux/process/process_handle.h"
#include "probe/record.h"

namespace loadcell {
namespace {

constexpr int kTries = 5;
constexpr size_t kPages = 64;

double try_once(const ProcessHandle& self, size_t page_bytes) noexcept {
  const size_t bytes = kPages * page_bytes;
  void* memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return kNotMeasured;
  madvise(memory, bytes, MADV_NOHUGEPAGE);
  const Statm before = self.read_statm();
  for (size_t i = 0; i < kPages; ++i) static_cast<volatile char*>(memory)[i * page_bytes] = 1;
  const Statm after = self.read_statm();
  munmap(memory, bytes);
  const bool read = before.status == Statm::Status::kRunning && after.status == before.status;
  if (!read) return kNotMeasured;
  const double grown =
      static_cast<double>(after.resident_bytes) - static_cast<double>(before.resident_bytes);
  return std::abs(grown - static_cast<double>(bytes));
}

}  // namespace

double measure_resident_error_bytes() noexcept {
  try {
    const ProcessHandle self = ProcessHandle::open("/proc", getpid());
    const auto page_bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    double smallest = kNotMeasured;
    // fmin ignores NaN.
    for (int i = 0; i < kTries; ++i) smallest = std::fmin(smallest, try_once(self, page_bytes));
    return smallest;
  } catch (const Error&) {
    return kNotMeasured;  // without a readable /proc there is nothing to compare
  }
}

}  // namespace loadcell
