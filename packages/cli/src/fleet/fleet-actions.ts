/** What `loadcell fleet` can do. */
export const FLEET_ACTIONS = ['up'] as const;
