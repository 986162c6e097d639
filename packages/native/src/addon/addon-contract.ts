import type { AddonGpuOptions, AddonGpuSampler } from './addon-gpu.ts';
import type { AddonMock, AddonMockOptions } from './addon-mock.ts';
import type { AddonSampler, AddonSamplerOptions } from './addon-sampler.ts';
import type { AddonWire, AddonWireOptions } from './addon-wire.ts';

/** The exports of the addon. */
export interface NativeAddon {
  readonly contractVersion: number;
  readonly Sampler: new (options: AddonSamplerOptions) => AddonSampler;
  readonly GpuSampler: new (options: AddonGpuOptions) => AddonGpuSampler;
  readonly Wire: new (options: AddonWireOptions) => AddonWire;
  readonly MockServer: new (options: AddonMockOptions) => AddonMock;
  readonly residentErrorBytes: () => unknown;
  readonly cgroupLevels: (procRoot: string, pid: number) => unknown;
  readonly readPageCache: (path: string) => Promise<unknown>;
  readonly dropPageCache: (path: string) => Promise<unknown>;
}

/** The version of {@link NativeAddon} that this package expects; `native/src/addon.cc` has the same. */
export const CONTRACT_VERSION = 14;

/** Whether a loaded module is the addon in the expected version. */
export function isNativeAddon(value: unknown): value is NativeAddon {
  return (
    typeof value === 'object' &&
    value !== null &&
    'contractVersion' in value &&
    value.contractVersion === CONTRACT_VERSION &&
    'Sampler' in value &&
    typeof value.Sampler === 'function' &&
    'GpuSampler' in value &&
    typeof value.GpuSampler === 'function' &&
    'Wire' in value &&
    typeof value.Wire === 'function' &&
    'MockServer' in value &&
    typeof value.MockServer === 'function' &&
    'residentErrorBytes' in value &&
    typeof value.residentErrorBytes === 'function' &&
    'cgroupLevels' in value &&
    typeof value.cgroupLevels === 'function' &&
    'readPageCache' in value &&
    typeof value.readPageCache === 'function' &&
    'dropPageCache' in value &&
    typeof value.dropPageCache === 'function'
  );
}
