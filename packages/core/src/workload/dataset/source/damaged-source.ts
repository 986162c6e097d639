/** The bytes of a file cannot be read on from here: what was read before stands, and the rest is missing. */
export class DamagedSourceError extends Error {}
