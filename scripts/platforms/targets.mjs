/**
 * @typedef {object} BuildTarget
 * @property {'x64' | 'arm64'} arch as Node names it
 * @property {'gnu' | 'musl'} libc
 * @property {string} addon target of the addon, as the cross compiler names it
 * @property {string} launcher target of the launcher, which is static and runs with every C library
 */

/** The oldest glibc that the binaries load with: that of Debian 10, RHEL 8 and Ubuntu 18.10. */
export const GLIBC_FLOOR = '2.28';

/** How each platform is built, by the folder of its package. @type {Readonly<Record<string, BuildTarget>>} */
export const TARGETS = Object.freeze({
  'linux-x64-gnu': {
    arch: 'x64',
    libc: 'gnu',
    addon: `x86_64-linux-gnu.${GLIBC_FLOOR}`,
    launcher: 'x86_64-linux-musl',
  },
  'linux-x64-musl': {
    arch: 'x64',
    libc: 'musl',
    addon: 'x86_64-linux-musl',
    launcher: 'x86_64-linux-musl',
  },
  'linux-arm64-gnu': {
    arch: 'arm64',
    libc: 'gnu',
    addon: `aarch64-linux-gnu.${GLIBC_FLOOR}`,
    launcher: 'aarch64-linux-musl',
  },
  'linux-arm64-musl': {
    arch: 'arm64',
    libc: 'musl',
    addon: 'aarch64-linux-musl',
    launcher: 'aarch64-linux-musl',
  },
});
