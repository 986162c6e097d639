#include "probe/linux/process/process_handle.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/error.h"
#include "harness.h"
#include "probe/linux/process/resident_check.h"
#include "support/child_process.h"
#include "support/fake_proc.h"

using namespace loadcell;
using namespace loadcell::test;

namespace {

std::string code_of_open(pid_t pid, const std::string& root = "/proc") {
  try {
    ProcessHandle::open(root, pid);
  } catch (const Error& error) {
    return error.code();
  }
  return "";
}

const char kStatRest[] = " 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 8675309 0 0\n";
const char kTwoThreads[] = " 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 2 0 8675309 0 0\n";
const char kExiting[] = " 1 1 1 0 -1 4194564 0 0 0 0 0 0 0 0 20 0 2 0 8675309 0 0\n";

}  // namespace

TEST("one page touched is one page more") {
  const auto page_bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  constexpr size_t kPages = 64;
  const ProcessHandle self = ProcessHandle::open("/proc", getpid());
  void* memory = mmap(nullptr, kPages * page_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(memory, kPages * page_bytes, MADV_NOHUGEPAGE);
  self.read_statm();  // touches the pages that reading itself needs
  const uint64_t before = self.read_statm().resident_bytes;
  for (size_t i = 0; i < kPages; ++i) static_cast<volatile char*>(memory)[i * page_bytes] = 1;
  const uint64_t after = self.read_statm().resident_bytes;
  munmap(memory, kPages * page_bytes);
  // The sanitizers' shadow pages are resident as well, so this is a lower bound.
  CHECK(after - before >= kPages * page_bytes);
}

TEST("a missing process, a zombie and a kernel thread have different errors") {
  CHECK_EQUAL(code_of_open(1 << 30), "NO_SUCH_PROCESS");
  ChildProcess child;
  CHECK_EQUAL(code_of_open(child.pid()), "");
  child.end();
  CHECK_EQUAL(code_of_open(child.pid()), "ZOMBIE");
  child.reap();
  CHECK_EQUAL(code_of_open(child.pid()), "NO_SUCH_PROCESS");
}

TEST("a process that ends first has no memory and then is gone") {
  ChildProcess child;
  const ProcessHandle handle = ProcessHandle::open("/proc", child.pid());
  CHECK(handle.read_statm().status == Statm::Status::kRunning);
  CHECK(!handle.has_exited());
  child.end();
  CHECK(handle.read_statm().status == Statm::Status::kNoMemory);
  CHECK(handle.has_exited());
  child.reap();
  CHECK(handle.read_statm().status == Statm::Status::kGone);
  CHECK(handle.has_exited());
}

TEST("a program name may contain brackets and spaces") {
  const FakeProc proc;
  proc.write(77, "stat", std::string("77 (a) Z (b) R") + kStatRest);
  proc.write(77, "statm", "100 50 20 1 0 30 0\n");
  const ProcessHandle handle = ProcessHandle::open(proc.path(), 77);
  CHECK_EQUAL(handle.identity().start_ticks, 8675309U);
  const auto page_bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  CHECK_EQUAL(handle.read_statm().resident_bytes, 50 * page_bytes);
  CHECK_EQUAL(handle.read_statm().shared_bytes, 20 * page_bytes);
}

TEST("malformed text is unreadable, not zero") {
  const FakeProc proc;
  proc.write(77, "stat", std::string("77 (x) R") + kStatRest);
  proc.write(77, "statm", "what\n");
  CHECK_EQUAL(code_of_open(77, proc.path()), "UNREADABLE");
  proc.write(78, "stat", "78 (x) R 1 2\n");
  proc.write(78, "statm", "100 50 20 1 0 30 0\n");
  CHECK_EQUAL(code_of_open(78, proc.path()), "UNREADABLE");
  proc.write(79, "stat", std::string("79 (x) S") + kStatRest);
  proc.write(79, "statm", "0 0 0 0 0 0 0\n");
  CHECK_EQUAL(code_of_open(79, proc.path()), "NO_MEMORY");
}

TEST("an exiting process has ended even while its other threads are still counted") {
  const FakeProc proc;
  proc.write(80, "stat", std::string("80 (x) Z") + kTwoThreads);
  proc.write(80, "statm", "0 0 0 0 0 0 0\n");
  CHECK_EQUAL(code_of_open(80, proc.path()), "ZOMBIE");
  proc.write(81, "stat", std::string("81 (x) R") + kExiting);
  proc.write(81, "statm", "0 0 0 0 0 0 0\n");
  CHECK_EQUAL(code_of_open(81, proc.path()), "ZOMBIE");
}

TEST("the RSS self-test finds the pages that it touches") {
  // Under a sanitizer the first try also touches shadow pages; later tries add none.
  CHECK(measure_resident_error_bytes() <= 64.0 * static_cast<double>(sysconf(_SC_PAGESIZE)));
}
