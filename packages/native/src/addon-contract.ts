/** What the addon's sampler is made with; every option is resolved. */
export interface AddonSamplerOptions {
  readonly pid: number;
  readonly periodNs: number;
  /** A power of two. */
  readonly ringSlots: number;
  readonly procRoot: string;
}

/** The addon's sampler. What it returns is parsed by whoever calls it. */
export interface AddonSampler {
  start(): void;
  stop(): void;
  totals(): unknown;
  hasExited(): unknown;
  ringOffsetBytes(): unknown;
}

/** What the addon exports. */
export interface NativeAddon {
  readonly contractVersion: number;
  readonly Sampler: new (options: AddonSamplerOptions, ring: Uint8Array) => AddonSampler;
  readonly exitWithParent: (parentPid: number) => void;
}

/** The version of {@link NativeAddon} that this package is written against; `native/src/addon.cc` has the same. */
export const CONTRACT_VERSION = 1;

/** Whether a loaded module is the addon, in the version that this package knows. */
export function isNativeAddon(value: unknown): value is NativeAddon {
  return (
    typeof value === 'object' &&
    value !== null &&
    'contractVersion' in value &&
    value.contractVersion === CONTRACT_VERSION &&
    'Sampler' in value &&
    typeof value.Sampler === 'function' &&
    'exitWithParent' in value &&
    typeof value.exitWithParent === 'function'
  );
}
