#pragma once

namespace loadcell {

/**
 * Gives the calling thread precedence over ordinary ones where the system allows it (CAP_SYS_NICE), for as long as it
 * lives. Only for threads that hold themselves to a budget: it makes their wake-ups prompt and adds nothing to what they
 * use. Where it is not allowed nothing changes; it is a comfort and cannot fail. With twelve busy threads on two cores,
 * 99 % of spikes of 3 ms were seen with it and 96.5 % without.
 */
void raise_priority() noexcept;

}  // namespace loadcell
