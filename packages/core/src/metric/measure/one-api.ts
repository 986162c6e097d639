import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import type { MetricReading } from '../metric.ts';
import { unmeasured } from './reading.ts';

type Read = (phase: PhaseStreams) => MetricReading;

/**
 * Reads a metric of each request where all requests are of one API. An average over a chat response and an embedding
 * describes neither, so there is none: groups of the stage have the figures of each API.
 */
export function ofOneApi(read: Read): Read {
  return (phase) => {
    const apis = apisOf(phase);
    if (apis.length < 2) return read(phase);
    const last = apis.at(-1) ?? '';
    return unmeasured(
      `the requests are of the APIs ${apis.slice(0, -1).join(', ')} and ${last}, which are reported apart`,
    );
  };
}

const knownApis = new WeakMap<PhaseStreams['requests'], readonly string[]>();

/** The APIs of the measured requests; looked up once, since a stage may have a million requests and many metrics. */
function apisOf({ requests }: PhaseStreams): readonly string[] {
  const known = knownApis.get(requests);
  if (known !== undefined) return known;
  const apis = new Set<string>();
  for (const { purpose, api } of requests) {
    // A request that was never sent has none.
    if (api !== '' && isMeasuredPurpose(purpose)) apis.add(api);
  }
  const names = [...apis];
  knownApis.set(requests, names);
  return names;
}
