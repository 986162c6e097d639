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

/** Which processes belong to what is sampled. */
struct TreeScope {
  std::string proc_root;
  /** Whether children are found and sampled. */
  bool follows_children;
  /** The process that those of the tree whose parent has ended become children of, itself not sampled; 0 for none. */
  pid_t adopter;
  /** A folder of the cgroup file system whose processes are sampled, or empty. */
  std::string cgroup_folder;
};

/**
 * Finds the processes of a tree: each as it is born, where the kernel reports births, and all again by a search that is repeated.
 * Every process that is known and not sampled counts once, with the reason. Used by one thread at a time.
 */
class TreeSearch {
 public:
  TreeSearch(TreeScope scope, ProcessTable& table);

  /** Adds every process that belongs and is not known yet. */
  void search();

  /** Adds those that were born since the last call. */
  void take_births();

  /** Readable when there are births; -1 where the kernel reports none. */
  int births_fd() const noexcept { return births_ ? births_->fd() : -1; }

  uint64_t searches() const noexcept { return searches_; }
  /** Why births are not reported; empty where they are, or where no children are followed. */
  const std::string& no_births_because() const noexcept { return no_births_because_; }
  /** Whether some births were dropped by the kernel: the counts of what was not sampled are then too low. */
  bool has_lost_births() const noexcept { return has_lost_births_; }

 private:
  /** A process that was seen, whether or not it could be sampled. Its id may be used again. */
  struct Met {
    /** The search that listed it last. */
    uint64_t search;
    double at_ns;
    bool was_sampled;
    bool awaits_room;
  };

  void search_children();
  void search_cgroup();
  /** The children of a sampled process, or of the adopter, into `found_`. */
  void list_children(ProcessThreads& threads, pid_t pid);
  /** Adds a process that was listed. */
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
  /** Null for none. */
  std::unique_ptr<ProcessThreads> adopter_;
  std::unordered_map<pid_t, Met> met_;
  /** Processes of the tree, sampled or not, ended or not: who is born to one belongs to it. */
  std::unordered_set<pid_t> members_;
  /** Of the machine, as of this search; read only when it is needed. */
  std::optional<ChildrenByParent> by_parent_;
  std::vector<pid_t> found_;
  std::vector<ProcessBirth> born_;
};

}  // namespace loadcell
