#include "probe/linux/process/process_threads.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "probe/linux/proc_text.h"

namespace loadcell {
namespace {

/** Processes with more threads are not summed: the cost would exceed the value. */
constexpr size_t kMostThreads = 512;

/** Layout of entries from the system call; the C library does not define it. */
struct FolderEntry {
  uint64_t inode;
  int64_t offset;
  unsigned short length_bytes;
  unsigned char type;
  char name[];
};

Fd open_in_thread(int folder, pid_t tid, const char* name) noexcept {
  char path[64];
  snprintf(path, sizeof(path), "%d/%s", tid, name);
  return Fd(openat(folder, path, O_RDONLY | O_CLOEXEC));
}

void take_known(double& value, double other) noexcept {
  if (!std::isnan(other)) value = other;
}

void add_known(double& sum, double value) noexcept {
  take_known(sum, std::isnan(sum) ? value : sum + value);
}

}  // namespace

ProcessThreads::ProcessThreads(const ProcessHandle& process)
    : folder_(process.open_file("task", O_DIRECTORY)) {}

bool ProcessThreads::list_threads() {
  threads_.clear();
  if (!folder_.is_open() || lseek(folder_.get(), 0, SEEK_SET) != 0) return false;
  alignas(FolderEntry) char buffer[8192];
  for (;;) {
    const long length = syscall(SYS_getdents64, folder_.get(), buffer, sizeof(buffer));
    if (length < 0) return false;
    if (length == 0) return !threads_.empty();
    for (long at = 0; at < length;) {
      const auto* entry = reinterpret_cast<const FolderEntry*>(buffer + at);
      if (entry->name[0] != '.') threads_.push_back(static_cast<pid_t>(std::atol(entry->name)));
      at += entry->length_bytes;
    }
  }
}

bool ProcessThreads::list_children(std::vector<pid_t>& children) {
  if (!list_threads()) return false;
  bool listed = false;
  for (const pid_t tid : threads_) {
    const Fd file = open_in_thread(folder_.get(), tid, "children");
    if (!file.is_open()) continue;  // the thread has just ended
    listed = true;
    // The list may exceed any buffer: it is read to its end, word by word.
    char buffer[4096];
    pid_t number = 0;
    for (;;) {
      const ssize_t length = ::read(file.get(), buffer, sizeof(buffer));
      if (length <= 0) break;
      for (ssize_t i = 0; i < length; ++i) {
        if (buffer[i] >= '0' && buffer[i] <= '9') {
          number = number * 10 + (buffer[i] - '0');
        } else if (number > 0) {
          children.push_back(number);
          number = 0;
        }
      }
    }
    if (number > 0) children.push_back(number);
  }
  return listed;
}

void ProcessThreads::ThreadCounts::add(const ThreadCounts& other) noexcept {
  add_known(run_queue_wait_ns, other.run_queue_wait_ns);
  add_known(voluntary_switches, other.voluntary_switches);
  add_known(involuntary_switches, other.involuntary_switches);
}

void ProcessThreads::ThreadCounts::update(const ThreadCounts& other) noexcept {
  take_known(run_queue_wait_ns, other.run_queue_wait_ns);
  take_known(voluntary_switches, other.voluntary_switches);
  take_known(involuntary_switches, other.involuntary_switches);
}

bool ProcessThreads::read_thread(pid_t tid, ThreadCounts& counts) {
  char buffer[256];
  const Fd schedstat = open_in_thread(folder_.get(), tid, "schedstat");
  if (schedstat.is_open()) {
    NumberScanner scanner(read_proc_text(schedstat.get(), buffer, sizeof(buffer)).text);
    uint64_t wait_ns = 0;
    if (scanner.skip_words(1) && scanner.next(wait_ns)) {
      counts.run_queue_wait_ns = static_cast<double>(wait_ns);
    }
  }
  const Fd status = open_in_thread(folder_.get(), tid, "status");
  if (status.is_open()) {
    const std::string_view text = read_whole_proc_text(status.get(), status_buffer_).text;
    counts.voluntary_switches = find_scaled(text, "voluntary_ctxt_switches:", 1);
    counts.involuntary_switches = find_scaled(text, "nonvoluntary_ctxt_switches:", 1);
  }
  return !std::isnan(counts.run_queue_wait_ns) || !std::isnan(counts.voluntary_switches) ||
         !std::isnan(counts.involuntary_switches);
}

ProbeValues ProcessThreads::read_scheduling() {
  if (!list_threads() || threads_.size() > kMostThreads) return kNoValues;
  ++round_;
  for (const pid_t tid : threads_) {
    ThreadCounts counts;
    if (!read_thread(tid, counts)) continue;
    SeenThread& thread = seen_[tid];
    thread.counts.update(counts);
    thread.round = round_;
  }
  ThreadCounts sum = ended_;
  for (auto entry = seen_.begin(); entry != seen_.end();) {
    const SeenThread& thread = entry->second;
    sum.add(thread.counts);
    if (thread.round == round_) {
      ++entry;
      continue;
    }
    ended_.add(thread.counts);
    entry = seen_.erase(entry);
  }
  return {sum.run_queue_wait_ns, sum.voluntary_switches, sum.involuntary_switches, kNotMeasured,
          kNotMeasured};
}

}  // namespace loadcell
