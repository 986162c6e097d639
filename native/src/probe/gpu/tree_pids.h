#pragma once

#include <string>

#include "probe/linux/process/process_handle.h"

namespace loadcell {

/** Whether the process lives and matches the identity. A start of 0 ticks is unknown and matches any. */
bool is_same_process(const std::string& proc_root, const ProcessIdentity& process);

/**
 * Why the driver's process IDs differ from those seen here: drivers list IDs of the initial PID namespace. Empty when this
 * process is in that namespace.
 */
std::string why_pids_are_foreign(const std::string& proc_root);

}  // namespace loadcell
