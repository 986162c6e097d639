import { LOWER, measured } from '../../suite/report/figure.mjs';
import { measureManyStreams } from '../../wire/sections/many-streams.mjs';

const EXTRAPOLATED_TO = 100_000;

/** @param {import('../plan.mjs').Plan} plan */
export async function measureStreams({ streams }) {
  const figures = await measureManyStreams({ manyStreams: streams });
  const valueOf = (name) => figures.find((figure) => figure.name === name)?.value ?? Number.NaN;
  const beyond = EXTRAPOLATED_TO - streams.many;
  const bytes = valueOf('peakRssBytes') + beyond * valueOf('perStreamBytes');
  return [...figures, measured('extrapolatedTo100000StreamsBytes', 'bytes', bytes, LOWER)];
}
