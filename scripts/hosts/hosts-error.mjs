/** An error that the user can act on; its message fits on one line. */
export class HostsError extends Error {
  name = 'HostsError';
}

/** The real servers cannot be set up on this machine; `--optional` skips their tests. */
export class UnmetRequirement extends HostsError {
  name = 'UnmetRequirement';
}
