#pragma once

#include <sys/types.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace loadcell {

/** Children by parent. */
using ChildrenByParent = std::unordered_map<pid_t, std::vector<pid_t>>;

/**
 * Reads the parent of every visible process, 4 to 6 us each, for kernels without lists of children and for children spread
 * over thousands of threads. Any thread that may allocate.
 */
ChildrenByParent read_process_parents(const std::string& proc_root);

}  // namespace loadcell
