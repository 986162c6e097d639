/** Characters that only a shell understands: quotes, pipes, variables, globs. */
const OF_SHELL = /["'\\|&;<>()$`*?[\]~#\n]|(?:^|\s)\w+=/u;

/** The words of a command line; a line that needs a shell is left to `sh`. */
export function splitCommand(line: string): readonly string[] {
  if (OF_SHELL.test(line)) return ['sh', '-c', line];
  return line.trim().split(/\s+/u);
}
