/**
 * @typedef {object} BuildTarget
 * @property {string} arch as Node names it
 * @property {string} addon target of the addon, as the cross compiler names it
 * @property {string} launcher target of the launcher, which is static and runs with every C library
 */

/** The oldest glibc that the binaries load with: that of Debian 10, RHEL 8 and Ubuntu 18.10. */
export const GLIBC_FLOOR = '2.28';

/** How each platform is built, by the folder of its package. @type {Readonly<Record<string, BuildTarget>>} */
export const TARGETS = Object.freeze({
  'linux-x64-gnu': {
    arch: 'x64',
    addon: `x86_64-linux-gnu.${GLIBC_FLOOR}`,
    launcher: 'x86_64-linux-musl',
  },
  'linux-x64-musl': { arch: 'x64', addon: 'x86_64-linux-musl', launcher: 'x86_64-linux-musl' },
  'linux-arm64-gnu': {
    arch: 'arm64',
    addon: `aarch64-linux-gnu.${GLIBC_FLOOR}`,
    launcher: 'aarch64-linux-musl',
  },
  'linux-arm64-musl': {
    arch: 'arm64',
    addon: 'aarch64-linux-musl',
    launcher: 'aarch64-linux-musl',
  },
});

/** The platform that this process runs on; its folder, whether or not it has a package. */
export function ownPlatform() {
  const { glibcVersionRuntime } = process.report.getReport().header;
  const libc = glibcVersionRuntime === undefined ? 'musl' : 'gnu';
  return `${process.platform}-${process.arch}-${libc}`;
}
