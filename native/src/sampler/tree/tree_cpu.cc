#include "sampler/tree/tree_cpu.h"

#include <cmath>

namespace loadcell {

TreeCpu::TreeCpu(const std::string& proc_root, pid_t adopter, const ProcessTable& table)
    : table_(table) {
  if (adopter == 0) return;
  adopter_.emplace(ProcessHandle::open(proc_root, adopter));
  adopter_->read();
  adopter_first_ns_ = adopter_->reaped_ns();
}

void TreeCpu::see(TrackedProcess& process, double reaped_ns) noexcept {
  if (std::isnan(reaped_ns)) return;
  ChildrenCpu& children = process.children_cpu;
  if (std::isnan(children.reaped_first_ns)) {
    children.reaped_first_ns = process.is_newborn ? 0 : reaped_ns;
  }
  children.reaped_last_ns = reaped_ns;
}

void TreeCpu::bury(const std::vector<TrackedProcess*>& ended) noexcept {
  // Children first: their CPU time is part of that of a parent that ended with them.
  for (auto one = ended.rbegin(); one != ended.rend(); ++one) {
    const TrackedProcess& process = **one;
    const double used_ns = with_children_ns(process);
    TrackedProcess* parent = nullptr;
    const auto live = table_.live().find(process.parent_pid);
    if (live != table_.live().end()) parent = live->second;
    for (auto other = one + 1; parent == nullptr && other != ended.rend(); ++other) {
      if ((*other)->handle.identity().pid == process.parent_pid) parent = *other;
    }
    if (parent != nullptr) {
      parent->children_cpu.ended_ns += used_ns;
    } else {
      orphans_ns_ += used_ns;
    }
  }
}

double TreeCpu::own_ns(const TrackedProcess& process) noexcept {
  const ColumnTotals cpu = process.totals.read().cpu;
  if (cpu.count == 0) return 0;
  return process.is_newborn ? cpu.last : cpu.last - cpu.first;
}

double TreeCpu::with_children_ns(const TrackedProcess& process) noexcept {
  const ChildrenCpu& children = process.children_cpu;
  const double reaped_ns = children.reaped_last_ns - children.reaped_first_ns;
  // The kernel adds nothing to a parent that does not reap; the larger value is a lower bound of what was used.
  return own_ns(process) + std::fmax(reaped_ns, children.ended_ns);
}

double TreeCpu::total_ns() noexcept {
  double adopted_ns = kNotMeasured;
  if (adopter_) {
    adopter_->read();
    adopted_ns = adopter_->reaped_ns() - adopter_first_ns_;
  }
  double total_ns = std::fmax(orphans_ns_, adopted_ns);
  for (const auto& [pid, process] : table_.live()) total_ns += with_children_ns(*process);
  // The CPU time of a child that was just reaped may not have been read from its parent yet.
  total_ns_ = std::fmax(total_ns_, total_ns);
  return total_ns_;
}

}  // namespace loadcell
