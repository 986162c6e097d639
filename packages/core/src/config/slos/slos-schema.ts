import * as z from 'zod';
import { DurationMsSchema } from '../../spec/quantity.ts';

/** SLOs as they were written: limits by metric, and the name of a preset. */
export interface WrittenSlos {
  /** By name or alias of the metric, milliseconds. */
  readonly limits: Readonly<Record<string, number>>;
  readonly preset?: string;
}

/** The preset is the one value that is a text; a limit is milliseconds by now. */
function splitPreset(values: Readonly<Record<string, number | string>>): WrittenSlos {
  const limits: Record<string, number> = {};
  let preset: string | undefined;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') limits[name] = value;
    else preset = value;
  }
  return preset === undefined ? { limits } : { limits, preset };
}

/** Limits for each request by metric, such as `{ ttft: 200 }`, and `preset`, which sets limits by the name of a benchmark. */
export const SlosSchema = z
  .object({
    preset: z
      .string()
      .min(1)
      .exactOptional()
      .describe(
        'limits of a benchmark and p99 criteria, such as mlperf:llama2-70b-interactive; loadcell run --slo list prints all',
      ),
  })
  .catchall(DurationMsSchema)
  .transform(splitPreset);
