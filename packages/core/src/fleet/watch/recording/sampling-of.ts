import type * as z from 'zod';
import { LoadcellConfigSchema } from '../../../config/config-schema.ts';
import type { WatchOptions } from '../watch-options.ts';

const SamplingSchema = LoadcellConfigSchema.shape.sampling;

/** How a watching machine samples: as a run does, but for the rate that was set. */
export function samplingOf({ hz }: Pick<WatchOptions, 'hz'>): z.output<typeof SamplingSchema> {
  return SamplingSchema.parse(hz === undefined ? {} : { hz });
}
