#pragma once

#include <string>

#include "probe/linux/process/process_handle.h"

namespace loadcell {

/** Whether a process lives, and is the one that was meant. A start of 0 ticks is not known, and fits any. */
bool is_same_process(const std::string& proc_root, const ProcessIdentity& process);

/**
 * Why process ids of a driver are not those seen here: drivers list those of the initial PID namespace. Empty where this
 * process is in that one.
 */
std::string why_pids_are_foreign(const std::string& proc_root);

}  // namespace loadcell
