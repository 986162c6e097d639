/**
 * Bound of a wait in a test, in ms. It ends a wait that hangs and judges no speed: a busy machine may take far longer than
 * an idle one.
 */
export const PATIENCE_MS = 60_000;
