#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "probe/linux/process/process_births.h"
#include "probe/linux/process/process_parents.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/** Which processes belong to the sampled tree. */
struct TreeScope {
  std::string proc_root;
  /** Whether children are found and sampled. */
  bool follows_children;
  /** The process that adopts orphans of the tree, itself not sampled; 0 for none. */
  pid_t adopter;
  /** A folder of the cgroup file system whose processes are sampled, or empty. */
  std::string cgroup_folder;
};

/**
 * Finds the processes of a tree: at birth, if the kernel reports births, and by a repeated search.
 * Every known process that is not sampled counts once, with a reason. Used by one thread at a time.
 */
class TreeSearch {
 public:
  TreeSearch(TreeScope scope, ProcessTable& table);

  /** Adds every process of the tree that is not known yet. */
  void search();

  /** Adds the processes born since the last call. */
  void take_births();

  /** Readable when births are available; -1 when the kernel reports none. */
  int births_fd() const noexcept { return births_ ? births_->fd() : -1; }

  uint64_t searches() const noexcept { return searches_; }
  /** Why births are not reported; empty when they are, or when children are not followed. */
  const std::string& no_births_because() const noexcept { return no_births_because_; }
  /** Whether the kernel dropped births: the counts of unsampled processes are then too low. */
  bool has_lost_births() const noexcept { return has_lost_births_; }

 private:
  /** A process that was found, whether or not it could be sampled. Its ID may be reused. */
  struct Met {
    /** The last search that listed it. */
    uint64_t search;
    double at_ns;
    bool was_sampled;
    bool awaits_room;
  };

  void search_children();
  void search_cgroup();
  /** Lists the children of a sampled process, or of the adopter, in `found_`. */
  void list_children(ProcessThreads& threads, pid_t pid);
  /** Adds a listed process. */
  void add_listed(pid_t pid, pid_t parent_pid);
  void add_born(const ProcessBirth& birth);
  /** @return why it could not be sampled */
  std::optional<Unsampled> add(pid_t pid, pid_t parent_pid);
  void remember(pid_t pid, std::optional<Unsampled> reason);
  void forget_unlisted();

  const TreeScope scope_;
  ProcessTable& table_;
  std::unique_ptr<ProcessBirths> births_;
  std::string no_births_because_;
  bool has_lost_births_ = false;
  uint64_t searches_ = 0;
  /** Null without an adopter. */
  std::unique_ptr<ProcessThreads> adopter_;
  std::unordered_map<pid_t, Met> met_;
  /** Processes of the tree, sampled or not, ended or not: their children belong to the tree. */
  std::unordered_set<pid_t> members_;
  /** All processes by parent, as of this search; read only when needed. */
  std::optional<ChildrenByParent> by_parent_;
  std::vector<pid_t> found_;
  std::vector<ProcessBirth> born_;
};

}  // namespace loadcell
