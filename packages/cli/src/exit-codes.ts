/** Exit codes. CI jobs rely on them: a code never changes its meaning. */
export const EXIT_CODES = {
  /** Everything requested was measured, and every criterion was met. */
  pass: 0,
  /** A success criterion failed. */
  criterionFailed: 1,
  /** The command line or the configuration is invalid; nothing was started. */
  usage: 2,
  /** The target failed: it was unreachable, exited, exceeded its memory limit or timed out. */
  targetFailed: 3,
  /** A criterion is inconclusive, the measurement is unreliable, or files are incomplete. */
  unreliable: 4,
  /** Interrupted by SIGINT, SIGTERM or SIGHUP. */
  interrupted: 130,
} as const;

/** One of {@link EXIT_CODES}. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** All codes as the help and the manual list them. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT_CODES.pass, 'pass'],
  [EXIT_CODES.criterionFailed, 'criterion failed'],
  [EXIT_CODES.usage, 'usage or configuration'],
  [EXIT_CODES.targetFailed, 'target failed'],
  [EXIT_CODES.unreliable, 'inconclusive or unreliable'],
  [EXIT_CODES.interrupted, 'interrupted'],
];
