import * as z from 'zod';

/** One GPU. */
export interface GpuDescription {
  /** Index: `source` in the columns of the survey. */
  readonly device: number;
  /** `drm` is a device with known memory of processes only. */
  readonly vendor: 'nvidia' | 'amd' | 'drm';
  readonly name: string;
  /** UUID, or PCI address. */
  readonly id: string;
  /** Why the last reading was incomplete; empty when it was complete. */
  readonly problem: string;
  /** Why the memory of the process tree on it is unknown; empty when it is known. */
  readonly unattributed: string;
}

/** GPUs found by the sampler. */
export interface GpuInventory {
  /** Whether the drivers responded; no device is known before. */
  readonly isOpen: boolean;
  readonly devices: GpuDescription[];
  /** Devices that could not be read, or only in part, with the reason; one sentence each. */
  readonly problems: string[];
}

/** {@link GpuInventory} in events. */
export const GPU_INVENTORY_FIELDS = {
  isOpen: z.boolean(),
  devices: z.array(
    z.object({
      device: z.int().nonnegative(),
      vendor: z.enum(['nvidia', 'amd', 'drm']),
      name: z.string(),
      id: z.string(),
      problem: z.string(),
      unattributed: z.string(),
    }),
  ),
  problems: z.array(z.string()),
} as const;
