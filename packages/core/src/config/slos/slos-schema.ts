import * as z from 'zod';
import { DurationMsSchema } from '../../spec/quantity.ts';

/** SLOs as written: limits by metric, and the name of a preset. */
export interface WrittenSlos {
  /** By name or alias of the metric, milliseconds. */
  readonly limits: Readonly<Record<string, number>>;
  readonly preset?: string;
}

/** Separates the preset, the only string, from limits, which are milliseconds here. */
function splitPreset(values: Readonly<Record<string, number | string>>): WrittenSlos {
  const limits: Record<string, number> = {};
  let preset: string | undefined;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') limits[name] = value;
    else preset = value;
  }
  return preset === undefined ? { limits } : { limits, preset };
}

/**
 * SLOs of a configuration: limits for each request by metric, such as `{ ttft: 200 }`, and the name of a `preset`. The type is
 * stated, since the inferred one contradicts itself: its index has durations only.
 */
export const SlosSchema: z.ZodType<WrittenSlos, Readonly<Record<string, number | string>>> = z
  .object({
    preset: z
      .string()
      .min(1)
      .exactOptional()
      .describe(
        'limits and p99 criteria of a benchmark, such as mlperf:llama2-70b-interactive; loadcell run --slo list shows all',
      ),
  })
  .catchall(DurationMsSchema)
  .transform(splitPreset);
