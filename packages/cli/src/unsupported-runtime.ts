/** Node before this major version does not read the code of Loadcell. */
const OLDEST_MAJOR = 20;

/**
 * The runtime with its version, where Loadcell does not run in it; undefined where it does.
 * @param versions as `process.versions` has them
 */
export function unsupportedRuntime(
  versions: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (versions['bun'] !== undefined) return `Bun ${versions['bun']}`;
  if (versions['deno'] !== undefined) return `Deno ${versions['deno']}`;
  const node = versions['node'] ?? '';
  return Number.parseInt(node, 10) < OLDEST_MAJOR ? `Node.js ${node}` : undefined;
}

/** What is said of it, in two lines: what happened, and what to do. */
export function refuseRuntime(runtime: string): string {
  return (
    `error: Loadcell needs Node.js 20.20 or later; ${runtime} is not supported.\n` +
    'help: install Node.js from https://nodejs.org, and run loadcell with it\n'
  );
}
