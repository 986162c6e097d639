import { CONTRACT_VERSION } from './addon-contract.ts';
import type { BinaryFault } from './elf-file.ts';
import { NativeLoadError } from './errors.ts';

/** How to compile the addon in a checkout. */
const COMPILE_IN_CHECKOUT =
  'in a checkout, run `npm run build:native --workspace @loadcell/native`';

/** How to get a binary, in a checkout and elsewhere. */
export const REINSTALL = `${COMPILE_IN_CHECKOUT}; elsewhere, reinstall the package`;

/** What to do where packages came from another system. */
const INSTALL_HERE = 'remove node_modules and install again on this system';

/** How to compile the addon from the sources in an installed package. */
function compileIn(folder: string): string {
  return `with a C++20 compiler, make and python3, run \`npx node-gyp rebuild --directory ${quoted(folder)}\``;
}

/** A path as a shell reads it. */
function quoted(file: string): string {
  return /^[\w./@+-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}

/** Fixes, by the system's message about a file that it does not load. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /failed to map segment|not permitted|permission denied/i,
    'put the package where this user can read it, on a file system mounted without noexec',
  ],
  [
    /version .GLIBC/,
    `use a system with a newer C library (glibc), or compile it: ${COMPILE_IN_CHECKOUT}`,
  ],
  // musl names a loader of glibc; glibc misses musl's libc.so, or finds a linker script under that name.
  [
    /ld-linux-|libc\.so: (?:cannot open|invalid ELF header)/,
    `it is made for the other C library (glibc or musl): ${INSTALL_HERE}`,
  ],
  [
    /unsupported relocation type|wrong ELF class|Exec format error/,
    `it is made for another processor: ${INSTALL_HERE}`,
  ],
];

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The resource that a permission error names. */
function resourceOf(error: unknown): string {
  if (!(error instanceof Error) || !('resource' in error)) return 'the package';
  return String(error.resource);
}

/** No package with a binary exists for this platform, and none was compiled. */
export function missingError(folder: string, cause: unknown): NativeLoadError {
  const platform = `${process.platform} on ${process.arch}, Node ${process.versions.node}`;
  return new NativeLoadError('NATIVE_MISSING', `No native sampler for ${platform} in ${folder}.`, {
    cause,
    help: `use Linux on x64 or arm64; to compile it, ${COMPILE_IN_CHECKOUT}`,
  });
}

/** The package with the binary of this platform is not installed. */
export function packageMissingError(
  { name, version, own }: { readonly name: string; readonly version: string; readonly own: string },
  cause: unknown,
): NativeLoadError {
  return new NativeLoadError(
    'NATIVE_MISSING',
    `The native sampler of this platform is not installed: the package ${name} is missing.`,
    {
      cause,
      help: `install it (\`npm install ${name}@${version}\`; \`--omit=optional\` leaves it out), or compile it: ${COMPILE_IN_CHECKOUT}; elsewhere, ${compileIn(own)}`,
    },
  );
}

/** The packages were installed on a system of another platform. */
export function otherPlatformError(
  { name, other }: { readonly name: string; readonly other: string },
  cause: unknown,
): NativeLoadError {
  return new NativeLoadError(
    'NATIVE_MISSING',
    `The packages were installed for another platform: ${other} is there, and this one needs ${name}.`,
    { cause, help: INSTALL_HERE },
  );
}

/** The installed binary belongs to another version. */
export function otherVersionError({
  name,
  version,
  wanted,
  folder,
}: {
  readonly name: string;
  readonly version: string;
  readonly wanted: string;
  /** Where the package with the binary is. */
  readonly folder: string;
}): NativeLoadError {
  return new NativeLoadError(
    'NATIVE_MISMATCH',
    `The package ${name} in ${folder} has version ${version}, and @loadcell/native has ${wanted}.`,
    { help: `install the same version: \`npm install ${name}@${wanted}\`` },
  );
}

/** The addon was loaded and has other exports. */
export function otherContractError(file: string, loaded: unknown): NativeLoadError {
  const isVersioned = typeof loaded === 'object' && loaded !== null && 'contractVersion' in loaded;
  const version = isVersioned ? String(loaded.contractVersion) : 'none';
  return new NativeLoadError(
    'NATIVE_MISMATCH',
    `The native sampler ${file} belongs to another version of @loadcell/native: its contract is ${version}, not ${CONTRACT_VERSION}.`,
    { help: REINSTALL },
  );
}

/** This code runs from a bundle without the package. */
export function unbundledError(): NativeLoadError {
  return new NativeLoadError(
    'NATIVE_MISSING',
    'The native sampler is missing: this program was bundled without the package @loadcell/native.',
    { help: 'install @loadcell/native where the bundle runs' },
  );
}

/** Node's permission model denies reading the package. */
export function deniedError(cause: unknown): NativeLoadError {
  return new NativeLoadError(
    'NATIVE_DENIED',
    `Node's permissions deny reading ${resourceOf(cause)}, which loading the native sampler needs.`,
    { cause, help: 'add --allow-fs-read=* and --allow-addons to the Node flags' },
  );
}

/** A binary exists and was not loaded. */
export function brokenError(file: string, cause: unknown): NativeLoadError {
  if (hasCode(cause, 'ERR_DLOPEN_DISABLED')) return disabledError(cause);
  if (hasCode(cause, 'ENOENT')) {
    const summary = `The native sampler ${file} is missing from its package.`;
    return new NativeLoadError('NATIVE_MISSING', summary, { cause, help: REINSTALL });
  }
  return new NativeLoadError(
    'NATIVE_BROKEN',
    `The system did not load the native sampler ${file}: ${withoutPrefix(messageOf(cause), `${file}: `)}.`,
    { cause, help: REMEDIES.find(([said]) => said.test(messageOf(cause)))?.[1] ?? REINSTALL },
  );
}

/**
 * A binary that must not be tried.
 * @param what with its path: `native sampler /a/b.node`
 */
export function unfitError(what: string, fault: BinaryFault): NativeLoadError {
  const isElsewhere = fault === 'other-processor';
  return new NativeLoadError(
    'NATIVE_BROKEN',
    isElsewhere
      ? `The ${what} is made for another processor than this one (${process.arch}).`
      : `The ${what} is ${fault === 'truncated' ? 'truncated' : 'not a program'}.`,
    { help: isElsewhere ? INSTALL_HERE : REINSTALL },
  );
}

function withoutPrefix(message: string, prefix: string): string {
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

function disabledError(cause: unknown): NativeLoadError {
  return 'permission' in process
    ? new NativeLoadError(
        'NATIVE_DENIED',
        "Node's permissions deny native code, which the native sampler needs.",
        { cause, help: 'add --allow-addons to the Node flags' },
      )
    : new NativeLoadError(
        'NATIVE_DENIED',
        'Node was started with --no-addons and loads no native code.',
        {
          cause,
          help: 'remove --no-addons from the Node flags and from NODE_OPTIONS',
        },
      );
}
