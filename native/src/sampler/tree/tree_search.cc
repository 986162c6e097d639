#include "sampler/tree/tree_search.h"

#include <signal.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "probe/cgroup/cgroup_processes.h"

namespace loadcell {
namespace {

/** Above this many members, those that are no longer known are removed. */
constexpr size_t kManyMembers = 65'536;

/** Whether a process exists that /proc does not show (hidepid). */
bool is_hidden(const std::string& proc_root, pid_t pid) {
  if (proc_root != "/proc") return false;
  return kill(pid, 0) == 0 || errno == EPERM;
}

Unsampled reason_of(const Error& error, const std::string& proc_root, pid_t pid) {
  const std::string_view code = error.code();
  if (code == "TOO_MANY") return Unsampled::kNoRoom;
  if (code == "FORBIDDEN") return Unsampled::kForbidden;
  if (code == "UNREADABLE") return Unsampled::kUnreadable;
  const bool hidden = code == "NO_SUCH_PROCESS" && is_hidden(proc_root, pid);
  return hidden ? Unsampled::kForbidden : Unsampled::kEnded;
}

}  // namespace

TreeSearch::TreeSearch(TreeScope scope, ProcessTable& table)
    : scope_(std::move(scope)), table_(table) {
  if (!scope_.follows_children) return;
  if (scope_.adopter != 0) {
    adopter_ = std::make_unique<ProcessThreads>(
        ProcessHandle::open(scope_.proc_root, scope_.adopter));
    members_.insert(scope_.adopter);
  }
  if (scope_.proc_root == "/proc") {
    births_ = open_process_births(no_births_because_);
  } else {
    no_births_because_ = "only births in /proc are reported";
  }
}

void TreeSearch::search() {
  // Take earlier births first: each process that this search lists is then either known or new.
  take_births();
  by_parent_.reset();
  if (scope_.follows_children) search_children();
  if (!scope_.cgroup_folder.empty()) search_cgroup();
  forget_unlisted();
  ++searches_;
}

void TreeSearch::search_children() {
  std::vector<TrackedProcess*> parents;
  for (const auto& [pid, process] : table_.live()) parents.push_back(process);
  std::vector<std::pair<pid_t, pid_t>> children;
  if (adopter_) {
    list_children(*adopter_, scope_.adopter);
    for (const pid_t child : found_) children.emplace_back(child, scope_.adopter);
  }
  // Children of new processes are searched in the same round, down to the last generation.
  while (!parents.empty() || !children.empty()) {
    for (TrackedProcess* parent : parents) {
      const pid_t parent_pid = parent->handle.identity().pid;
      members_.insert(parent_pid);
      list_children(parent->survey->threads, parent_pid);
      for (const pid_t child : found_) children.emplace_back(child, parent_pid);
    }
    parents.clear();
    for (const auto& [child, parent_pid] : children) {
      if (table_.has_live(child)) continue;
      add_listed(child, parent_pid);
      const auto added = table_.live().find(child);
      if (added != table_.live().end()) parents.push_back(added->second);
    }
    children.clear();
  }
}

void TreeSearch::list_children(ProcessThreads& threads, pid_t pid) {
  found_.clear();
  if (threads.list_children(found_)) return;
  // With thousands of threads, births suffice if all of them are reported.
  if (births_ && !has_lost_births_ && searches_ > 0) return;
  if (!by_parent_) by_parent_ = read_process_parents(scope_.proc_root);
  const auto listed = by_parent_->find(pid);
  if (listed != by_parent_->end()) found_ = listed->second;
}

void TreeSearch::search_cgroup() {
  found_.clear();
  list_cgroup_processes(scope_.cgroup_folder, found_);
  for (const pid_t pid : found_) {
    if (!table_.has_live(pid)) add_listed(pid, 0);
  }
}

void TreeSearch::take_births() {
  if (!births_) return;
  born_.clear();
  if (!births_->take(born_)) has_lost_births_ = true;
  for (const ProcessBirth& birth : born_) add_born(birth);
}

void TreeSearch::add_born(const ProcessBirth& birth) {
  if (!members_.contains(birth.parent_pid)) {
    members_.erase(birth.pid);
    return;
  }
  members_.insert(birth.pid);
  if (table_.has_live(birth.pid)) return;
  const auto known = met_.find(birth.pid);
  // A search found the process first.
  if (known != met_.end() && known->second.at_ns >= static_cast<double>(birth.at_ns)) return;
  const auto reason = add(birth.pid, birth.parent_pid);
  if (reason) table_.count_unsampled(*reason);
  remember(birth.pid, reason);
}

void TreeSearch::add_listed(pid_t pid, pid_t parent_pid) {
  members_.insert(pid);
  const auto known = met_.find(pid);
  if (known == met_.end()) {
    const auto reason = add(pid, parent_pid);
    if (reason) table_.count_unsampled(*reason);
    remember(pid, reason);
    return;
  }
  Met& met = known->second;
  met.search = searches_;
  // A sampled process stays listed until its parent reaps it, unless its ID was reused for a new one.
  const bool may_be_new = met.was_sampled || (met.awaits_room && table_.has_room());
  if (may_be_new && !add(pid, parent_pid)) remember(pid, std::nullopt);
}

std::optional<Unsampled> TreeSearch::add(pid_t pid, pid_t parent_pid) {
  try {
    table_.add(ProcessHandle::open(scope_.proc_root, pid), parent_pid,
               static_cast<double>(monotonic_now_ns()), true);
    return std::nullopt;
  } catch (const Error& error) {
    return reason_of(error, scope_.proc_root, pid);
  }
}

void TreeSearch::remember(pid_t pid, std::optional<Unsampled> reason) {
  met_.insert_or_assign(pid, Met{.search = searches_,
                                 .at_ns = static_cast<double>(monotonic_now_ns()),
                                 .was_sampled = !reason,
                                 .awaits_room = reason == Unsampled::kNoRoom});
}

void TreeSearch::forget_unlisted() {
  std::erase_if(met_, [this](const auto& entry) {
    return entry.second.search != searches_ && !table_.has_live(entry.first);
  });
  if (members_.size() < kManyMembers) return;
  std::erase_if(members_, [this](pid_t pid) {
    return pid != scope_.adopter && !table_.has_live(pid) && !met_.contains(pid);
  });
}

}  // namespace loadcell
