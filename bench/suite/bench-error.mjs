/** Ends a bench with two lines: what happened, and what to do about it. */
export class BenchError extends Error {
  /** What to do: imperative, lower case, no period. */
  help;

  /** @param {string} message @param {string} help @param {ErrorOptions} [options] */
  constructor(message, help, options) {
    super(message, options);
    this.help = help;
  }
}

/** The command line is wrong: nothing was measured. */
export class UsageError extends BenchError {}

/** Something that the suite needs is missing on this machine. */
export class MissingError extends BenchError {}

/** @param {BenchError} error */
export function writeError({ message, help }) {
  process.stderr.write(`error: ${message}\nhelp: ${help}\n`);
}
