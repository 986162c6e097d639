import type { AddonGpuOptions, AddonGpuSampler } from './gpu/addon-gpu.ts';
import type { AddonMock, AddonMockOptions } from './mock/addon-mock.ts';
import type { AddonWire, AddonWireOptions } from './wire/addon-wire.ts';

/** A ring that a native thread writes: how many records it holds, a power of two, and its memory from the beginning. */
export interface AddonRing {
  readonly ringSlots: number;
  readonly ring: Uint8Array;
}

/** Limits on the resident memory of all processes together, bytes; infinite for none. */
export interface AddonGuard {
  readonly softLimitBytes: number;
  readonly hardLimitBytes: number;
  /** Number of the signal to send at the hard limit, 0 for none. */
  readonly stopSignal: number;
}

/** Where the figures of this process's JavaScript heap come from. */
export interface AddonHeap {
  /** Whether JavaScript tells them by `addHeap`, instead of V8 itself. */
  readonly told: boolean;
  /** Used, total, limit, external and malloced bytes now; V8's own figures are compared with them once. */
  readonly readHeap: () => readonly number[];
}

/** What the survey's thread does. */
export interface AddonSurvey extends AddonRing {
  readonly periodNs: number;
  readonly discoveryPeriodNs: number;
  readonly threadsPeriodNs: number;
  /** Share of a core; infinite for no budget. */
  readonly cpuShare: number;
  readonly followsChildren: boolean;
  /** Whose children are of the tree, and which is not; 0 for none. */
  readonly adopter: number;
  /** Empty for none. */
  readonly cgroupFolder: string;
  /** Whether the machine is read. */
  readonly machine: boolean;
  /** The process whose cgroup is read, 0 for none. */
  readonly cgroupOf: number;
}

/** What the addon's sampler is made with; every option is resolved. */
export interface AddonSamplerOptions extends AddonRing {
  readonly procRoot: string;
  readonly pids: readonly number[];
  readonly maxProcesses: number;
  readonly periodNs: number;
  /** Share of a core; infinite for no budget. */
  readonly cpuShare: number;
  readonly memoryOnly: boolean;
  /** Whether the proportional size of a tree is read now and then. */
  readonly weighs: boolean;
  readonly endsWithProcesses: boolean;
  readonly guard: AddonGuard | null;
  readonly survey: AddonSurvey | null;
  readonly heap: AddonHeap | null;
}

/** The addon's sampler. What it returns is parsed by whoever calls it. */
export interface AddonSampler {
  start(): void;
  stop(): void;
  totals(): unknown;
  processes(): unknown;
  living(): unknown;
  surveyed(): unknown;
  heap(): unknown;
  addHeap(values: readonly number[]): void;
  missing(): unknown;
  hasExited(): unknown;
  ringOffsetBytes(): unknown;
  surveyRingOffsetBytes(): unknown;
}

/** What the addon exports. */
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

/** The version of {@link NativeAddon} that this package is written against; `native/src/addon.cc` has the same. */
export const CONTRACT_VERSION = 11;

/** Whether a loaded module is the addon, in the version that this package knows. */
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
