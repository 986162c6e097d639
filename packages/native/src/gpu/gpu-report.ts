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

/** What is known of one GPU; a column of which nothing was read has a count of 0. */
export interface GpuReport {
  /** Its place among the devices: `source` in the rows. */
  readonly device: number;
  /** `drm` is a device of which only the memory of processes is known. */
  readonly vendor: 'nvidia' | 'amd' | 'drm';
  readonly name: string;
  /** UUID or PCI address. */
  readonly id: string;
  /** Why the last reading lacked something; empty when nothing did. */
  readonly problem: string;
  /** Why the memory that the tree holds on it is unknown; empty when it is known. */
  readonly unattributed: string;
  readonly usedBytes: ColumnTotals;
  readonly totalBytes: ColumnTotals;
  /** 0 to 1. */
  readonly utilization: ColumnTotals;
  readonly powerWatts: ColumnTotals;
  readonly temperatureCelsius: ColumnTotals;
  /** A counter since the driver was loaded: `last - first` is what was used meanwhile. */
  readonly energyJoules: ColumnTotals;
  readonly coreClockHz: ColumnTotals;
  readonly memoryClockHz: ColumnTotals;
  /** Bits as the driver has them; 0 means that nothing slows the clocks. */
  readonly throttleReasons: ColumnTotals;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
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

/** The GPU sampler's account of itself. */
export interface GpuAccount {
  /** Whether the drivers have answered; no device is known before. */
  readonly isOpen: boolean;
  readonly ticks: number;
  readonly missedTicks: number;
  readonly rows: number;
  readonly droppedRows: number;
  /** When the reading in progress began, NaN between readings: a driver that hangs shows here. */
  readonly readingSinceNs: number;
  /** Whether a driver held the thread at the stop, so that it was left behind. */
  readonly wasLeftBehind: boolean;
  /** CPU time of the thread. */
  readonly cpuNs: number;
}

/** What the addon tells of the GPU sampler. */
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
