/** A release cannot go on, for a reason to show. */
export class ReleaseError extends Error {}

/** Runs the program of a script, and shows why it cannot go on. @param {() => void} program */
export function main(program) {
  try {
    program();
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 1;
  }
}
