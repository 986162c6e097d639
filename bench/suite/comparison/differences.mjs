const BYTES_PER_GIB = 2 ** 30;

/** What makes two machines two, each as text; the kernel gives a virtual machine a few MiB more or less. */
const HARDWARE = {
  CPU: ({ cpuModel }) => cpuModel,
  cores: ({ cpuCount }) => String(cpuCount),
  memory: ({ memoryBytes }) => `${Math.round(memoryBytes / BYTES_PER_GIB)} GiB`,
  architecture: ({ architecture }) => architecture,
  'page size': ({ pageBytes }) => `${pageBytes} B`,
};

const SOFTWARE = {
  kernel: ({ kernel }) => kernel,
  Node: ({ node }) => node,
  distribution: ({ distribution }) => distribution,
  'huge pages': ({ transparentHugePages }) => transparentHugePages,
};

const OPTIONS = {
  mode: ({ mode }) => mode,
  sections: ({ sections }) => sections.join(', '),
  settings: ({ settings }) => settings.map((name) => `--${name}`).join(', ') || 'none',
};

/**
 * @typedef {import('../saved/saved-result.mjs').SavedResult} SavedResult
 * @typedef {{ kind: 'machine' | 'software' | 'options', name: string, base: string, now: string }} Difference
 */

/**
 * @param {SavedResult['machine']} machine
 * @returns {boolean} whether other programs wanted more than the machine had when the suite started
 */
export function isBusy({ loadAverage, cpuCount }) {
  return loadAverage[0] > cpuCount;
}

/** @param {SavedResult['machine']} base @param {SavedResult['machine']} now */
export function isSameMachine(base, now) {
  return differing('machine', HARDWARE, base, now).length === 0;
}

/**
 * What else than the code may have changed a figure.
 * @param {SavedResult} base
 * @param {SavedResult} now
 * @returns {Difference[]}
 */
export function differencesOf(base, now) {
  return [
    ...differing('machine', HARDWARE, base.machine, now.machine),
    ...differing('software', SOFTWARE, base.machine, now.machine),
    ...differing('options', OPTIONS, base.options, now.options),
  ];
}

/**
 * @template Described
 * @param {Difference['kind']} kind
 * @param {Readonly<Record<string, (described: Described) => string>>} texts
 * @param {Described} base
 * @param {Described} now
 * @returns {Difference[]}
 */
function differing(kind, texts, base, now) {
  return Object.entries(texts)
    .map(([name, textOf]) => ({ kind, name, base: textOf(base), now: textOf(now) }))
    .filter((difference) => difference.base !== difference.now);
}
