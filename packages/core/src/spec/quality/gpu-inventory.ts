import * as z from 'zod';

/** One GPU that was read. */
export interface GpuDescription {
  /** Its number: `source` in the columns of the survey. */
  readonly device: number;
  /** `drm` is a device of which only the memory of processes is known. */
  readonly vendor: 'nvidia' | 'amd' | 'drm';
  readonly name: string;
  /** UUID, or PCI address. */
  readonly id: string;
  /** Why the last reading lacked something; empty when nothing did. */
  readonly problem: string;
  /** Why the memory that the process tree holds on it is unknown; empty when it is known. */
  readonly unattributed: string;
}

/** What was looked for and found of GPUs, beside the readings themselves. */
export interface GpuInventory {
  /** Whether the drivers answered; no device is known before. */
  readonly isOpen: boolean;
  readonly devices: GpuDescription[];
  /** What is there and could not be read, or not whole, and why; one sentence each. */
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
