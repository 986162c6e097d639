/** The checkout cannot be made ready: what happened and what to do about it. */
export class SetupError extends Error {
  name = 'SetupError';
}
