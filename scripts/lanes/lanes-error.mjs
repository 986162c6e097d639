/** Lanes that cannot be run as they were given. */
export class LanesError extends Error {}
