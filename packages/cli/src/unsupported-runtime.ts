/** The oldest version of Node that runs Loadcell, as `engines` of every package has it: major and minor. */
export const OLDEST_NODE = [20, 20] as const;

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
  return isTooOld(node) ? `Node.js ${node}` : undefined;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** The error for an unsupported runtime, in two lines. */
export function refuseRuntime(runtime: string): string {
  return (
    `error: Loadcell needs Node.js ${OLDEST_NODE.join('.')} or later; ${runtime} is not supported\n` +
    'help: install Node.js from https://nodejs.org and run loadcell with it\n'
  );
}
