/** How a response compares with the JSON schema that its request demands; empty where it demands none. */
export const SCHEMA_CHECKS = [
  '',
  'match',
  'mismatch',
  /** The limit on output tokens ended it before it was whole. */
  'cut',
] as const;

/** One of {@link SCHEMA_CHECKS}. */
export type SchemaCheck = (typeof SCHEMA_CHECKS)[number];
