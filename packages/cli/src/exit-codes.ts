/** What the process ends with. CI jobs rely on these: a code never changes its meaning. */
export const EXIT_CODES = {
  /** Everything that was asked for was measured and reached. */
  pass: 0,
  /** A success criterion failed. */
  criterionFailed: 1,
  /** The command line or the configuration is wrong; nothing was started. */
  usage: 2,
  /** The target failed: unreachable, died, over its memory limit, out of time. */
  targetFailed: 3,
  /** The measurement cannot be trusted. */
  untrusted: 4,
  /** Interrupted by SIGINT, SIGTERM or SIGHUP. */
  interrupted: 130,
} as const;

/** One of {@link EXIT_CODES}. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
