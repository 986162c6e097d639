/** Exit codes. CI jobs rely on them: a code never changes its meaning. */
export const EXIT_CODES = {
  pass: 0,
  criterionFailed: 1,
  usage: 2,
  targetFailed: 3,
  unreliable: 4,
  interrupted: 130,
} as const;

/** One of {@link EXIT_CODES}. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What an exit code means. */
interface ExitCodeMeaning {
  readonly exitCode: ExitCode;
  /** As the help and the manual list it. */
  readonly label: string;
  /** One sentence. */
  readonly meaning: string;
}

/** All codes, ascending. */
export const EXIT_CODE_MEANINGS: readonly ExitCodeMeaning[] = [
  {
    exitCode: EXIT_CODES.pass,
    label: 'pass',
    meaning: 'Everything requested was measured, and every criterion was met.',
  },
  {
    exitCode: EXIT_CODES.criterionFailed,
    label: 'criterion failed',
    meaning: 'A success criterion failed.',
  },
  {
    exitCode: EXIT_CODES.usage,
    label: 'usage or configuration',
    meaning: 'The command line or the configuration is invalid; nothing was started.',
  },
  {
    exitCode: EXIT_CODES.targetFailed,
    label: 'target failed',
    meaning: 'The target was unreachable, exited, exceeded its memory limit or timed out.',
  },
  {
    exitCode: EXIT_CODES.unreliable,
    label: 'inconclusive or unreliable',
    meaning: 'A criterion is inconclusive, the measurement is unreliable, or files are incomplete.',
  },
  {
    exitCode: EXIT_CODES.interrupted,
    label: 'interrupted',
    meaning: 'Interrupted by SIGINT, SIGTERM or SIGHUP.',
  },
];
