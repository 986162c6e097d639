#pragma once

namespace loadcell {

/**
 * Lets go of what this process was given for a command that has it by now: every descriptor that is not closed on exec, those
 * of the standard streams included, which become /dev/null. An end of a pipe that stayed open here would never seem closed.
 */
void release_given_descriptors();

}  // namespace loadcell
