import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import { switchesOf } from './activity-data.ts';
import type { PageSwitchCell } from './page-data.ts';

/** Model switch times by phase and pair of models, from the send of the request to its first token. Pure. */
export function switchData({ phases }: RunStreams): PageSwitchCell[] {
  return phases.flatMap((phase) => {
    const timesMs = new Map<string, { from: string; to: string; values: number[] }>();
    for (const { from, to, ms } of timedSwitches(phase)) {
      const key = JSON.stringify([from, to]);
      const known = timesMs.get(key);
      if (known === undefined) timesMs.set(key, { from, to, values: [ms] });
      else known.values.push(ms);
    }
    return [...timesMs.values()].map(({ from, to, values }) => ({
      phase: phase.name,
      from,
      to,
      count: values.length,
      averageMs: values.reduce((sum, ms) => sum + ms, 0) / values.length,
      minMs: values.reduce((least, ms) => Math.min(least, ms)),
      maxMs: values.reduce((largest, ms) => Math.max(largest, ms)),
    }));
  });
}

/** Each switch with the TTFT of its request; a switch without a successful request is omitted. */
function timedSwitches(phase: PhaseStreams): { from: string; to: string; ms: number }[] {
  const requests = phase.requests.filter(
    (row) => row.purpose === 'model-switch' && row.outcome === 'ok',
  );
  let next = 0;
  return switchesOf(phase).flatMap(({ from, to, fromNs, toNs }) => {
    while ((requests[next]?.endNs ?? Number.POSITIVE_INFINITY) < fromNs) next += 1;
    const row = requests[next];
    if (row === undefined || row.sentNs < fromNs || row.sentNs > toNs) return [];
    next += 1;
    return [{ from, to, ms: (row.firstTokenNs - row.sentNs) / 1e6 }];
  });
}
