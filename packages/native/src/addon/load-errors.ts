import { NativeLoadError } from './errors.ts';

/** How to get a binary, in a checkout and elsewhere. */
export const REINSTALL =
  'in a checkout, run `npm run build:native --workspace @loadcell/native`; elsewhere, reinstall the package';

/** Platforms with binaries. */
const PLATFORMS: ReadonlySet<string> = new Set(['linux-x64', 'linux-arm64']);

/** Fixes, by the system's message about a file that it does not load. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /failed to map segment|not permitted|Permission denied/,
    'put the package where this user can read it, on a file system mounted without noexec',
  ],
  [
    /version .GLIBC/,
    'use a system with a newer C library (glibc), or compile it: in a checkout, run `npm run build:native --workspace @loadcell/native`',
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

/** No binary exists for this platform. */
export function missingError(folder: string, cause: unknown): NativeLoadError {
  const platform = `${process.platform} on ${process.arch}, Node ${process.versions.node}`;
  const isBuilt = PLATFORMS.has(`${process.platform}-${process.arch}`);
  return new NativeLoadError('NATIVE_MISSING', `No native sampler for ${platform} in ${folder}.`, {
    cause,
    help: isBuilt
      ? REINSTALL
      : 'use Linux on x64 or arm64; to compile it elsewhere in a checkout, with a C++20 compiler, make ' +
        'and python3, run `npm run build:native --workspace @loadcell/native`',
  });
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
  return new NativeLoadError(
    'NATIVE_BROKEN',
    `The system did not load the native sampler ${file}: ${messageOf(cause).replace(`${file}: `, '')}.`,
    { cause, help: REMEDIES.find(([said]) => said.test(messageOf(cause)))?.[1] ?? REINSTALL },
  );
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
