import * as z from 'zod';
import { ColumnTotalsSchema, MeasuredSchema, type ColumnTotals } from '../record/column-totals.ts';

const columns = z.tuple([
  ColumnTotalsSchema,
  ColumnTotalsSchema,
  ColumnTotalsSchema,
  ColumnTotalsSchema,
  ColumnTotalsSchema,
]);

const AddonDevicesSchema = z.array(
  z.object({
    vendor: z.enum(['nvidia', 'amd', 'drm']),
    name: z.string(),
    id: z.string(),
    problem: z.string(),
    unattributed: z.string(),
    figures: columns,
    clocks: columns,
  }),
);

/** Report of one GPU; a column without readings has a count of 0. */
export interface GpuReport {
  /** Index of the device: `source` in rows. */
  readonly device: number;
  /** `drm`: a device that reports only the memory of processes. */
  readonly vendor: 'nvidia' | 'amd' | 'drm';
  readonly name: string;
  /** UUID or PCI address. */
  readonly id: string;
  /** Why the last reading was incomplete; empty when it was complete. */
  readonly problem: string;
  /** Why the memory of the tree on this device is unknown; empty when it is known. */
  readonly unattributed: string;
  readonly usedBytes: ColumnTotals;
  readonly totalBytes: ColumnTotals;
  /** 0 to 1. */
  readonly utilization: ColumnTotals;
  readonly powerWatts: ColumnTotals;
  readonly temperatureCelsius: ColumnTotals;
  /** Counter since the driver was loaded: `last - first` was used while sampling. */
  readonly energyJoules: ColumnTotals;
  readonly coreClockHz: ColumnTotals;
  readonly memoryClockHz: ColumnTotals;
  /** Driver bits; 0 means that the clocks are not throttled. */
  readonly throttleReasons: ColumnTotals;
}

/** Parses the addon's devices. @throws {z.ZodError} when they are malformed */
export function parseDevices(value: unknown): readonly GpuReport[] {
  return AddonDevicesSchema.parse(value).map(({ figures, clocks, ...known }, device) => {
    const [usedBytes, totalBytes, utilization, powerWatts, temperatureCelsius] = figures;
    const [energyJoules, coreClockHz, memoryClockHz, throttleReasons] = clocks;
    return {
      device,
      ...known,
      usedBytes,
      totalBytes,
      utilization,
      powerWatts,
      temperatureCelsius,
      energyJoules,
      coreClockHz,
      memoryClockHz,
      throttleReasons,
    };
  });
}

/** Totals of the GPU sampler. */
export interface GpuAccount {
  /** Whether the drivers have been opened; no device is known before. */
  readonly isOpen: boolean;
  readonly ticks: number;
  readonly missedTicks: number;
  readonly rows: number;
  readonly droppedRows: number;
  /** When the current reading began, NaN between readings: shows a driver that hangs. */
  readonly readingSinceNs: number;
  /** Whether the thread was detached at the stop because a driver blocked it. */
  readonly wasLeftBehind: boolean;
  /** CPU time of the thread. */
  readonly cpuNs: number;
}

/** Schema of the addon's totals. */
export const GpuAccountSchema: z.ZodType<GpuAccount> = z.object({
  isOpen: z.boolean(),
  ticks: z.number(),
  missedTicks: z.number(),
  rows: z.number(),
  droppedRows: z.number(),
  readingSinceNs: MeasuredSchema,
  wasLeftBehind: z.boolean(),
  cpuNs: z.number(),
});
