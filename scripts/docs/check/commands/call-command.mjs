/** Ends a command that hangs. */
const HANG_MS = 600_000;

function stream(onText) {
  return {
    write: onText,
    isTerminal: false,
    isInteractive: false,
    hasColors: false,
    columns: undefined,
    rows: undefined,
  };
}

/**
 * Calls the command in this process, which takes a few milliseconds; a program of its own takes half a second.
 * @param {(args: readonly string[], terminal: object) => Promise<number>} runCommandLine
 * @param {readonly string[]} args
 * @param {{cwd: string, env: Record<string, string | undefined>}} place
 */
export async function callCommand(runCommandLine, args, { cwd, env }) {
  let stdout = '';
  let output = '';
  const terminal = {
    stdout: stream((text) => {
      stdout += text;
      output += text;
    }),
    stderr: stream((text) => {
      output += text;
    }),
    workingDirectory: cwd,
    environment: env,
  };
  process.chdir(cwd);
  let timer;
  const hung = new Promise((resolve) => {
    timer = setTimeout(() => resolve('no end'), HANG_MS);
  });
  const code = await Promise.race([runCommandLine(args, terminal), hung]);
  clearTimeout(timer);
  return { code, stdout, output };
}
