#pragma once

namespace loadcell {

/**
 * Closes the descriptors that this process inherited for the command, which has them by now: every one that is not closed
 * on exec. The standard streams become /dev/null. If a pipe end stayed open here, its reader would never see it close.
 */
void release_given_descriptors();

}  // namespace loadcell
