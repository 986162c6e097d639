/** The oldest major version of Node that can parse Loadcell's code. */
const OLDEST_MAJOR = 20;

/**
 * The name and version of a runtime that is not supported; undefined for one that is.
 * @param versions `process.versions`
 */
export function unsupportedRuntime(
  versions: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (versions['bun'] !== undefined) return `Bun ${versions['bun']}`;
  if (versions['deno'] !== undefined) return `Deno ${versions['deno']}`;
  const node = versions['node'] ?? '';
  return Number.parseInt(node, 10) < OLDEST_MAJOR ? `Node.js ${node}` : undefined;
}

/** The error for an unsupported runtime, in two lines. */
export function refuseRuntime(runtime: string): string {
  return (
    `error: Loadcell needs Node.js 20.20 or later; ${runtime} is not supported\n` +
    'help: install Node.js from https://nodejs.org and run loadcell with it\n'
  );
}
