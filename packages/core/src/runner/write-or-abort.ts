/**
 * Records what comes from a timer, the bus or the target, which have no caller to throw to: what cannot be written ends the run.
 * @param abort ends the run with a reason
 */
export function writeOrAbort(abort: (reason: unknown) => void, write: () => void): void {
  try {
    write();
  } catch (error) {
    abort(error);
  }
}
