/**
 * @typedef {object} Limit
 * @property {RegExp} platforms
 * @property {RegExp} tests that cannot pass there
 * @property {string} reason
 */

const EMULATED = process.arch === 'arm64' ? /x64/ : /arm64/;

/** What the way in which a platform runs on this machine cannot do; nothing here is a defect of the platform. @type {readonly Limit[]} */
const LIMITS = [
  {
    platforms: EMULATED,
    tests: /page-cache\.system.*(?:reads how much|drops a file just written)/,
    reason: 'qemu-user has no cachestat, and refuses mincore on pages without access',
  },
  {
    platforms: EMULATED,
    tests:
      /sampler-truth\.system.*measured to the page|sampler-guard\.system.*in the tick that crosses it/,
    reason: 'the memory of qemu-user counts as the memory of the emulated process',
  },
  {
    platforms: EMULATED,
    tests: /wire-path\.system/,
    reason: 'qemu-user returns 4 bytes of TCP_INFO',
  },
  {
    platforms: EMULATED,
    tests: /wire\.system.*arrival by the kernel/,
    reason: 'qemu-user has no SO_TIMESTAMPING',
  },
];

/**
 * Why a test cannot pass on a platform.
 * @param {string} platform
 * @param {string} test its file and its name
 * @returns {string | undefined} undefined where it can
 */
export function reasonFor(platform, test) {
  return LIMITS.find(({ platforms, tests }) => platforms.test(platform) && tests.test(test))
    ?.reason;
}
