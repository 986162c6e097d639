import { formatMs } from './format-value.ts';
import { describeEnd } from '../../spec/describe-end.ts';
import { describeEnding } from '../../stream/stage/describe-ending.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';

/** The text of an event on a timeline; undefined for bookkeeping events, which mark no moment of the target. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'phase-began':
      return `phase ${event.phase} began`;
    case 'phase-ended':
      return `phase ${event.phase} ended`;
    case 'phase-failed':
      return `phase ${event.phase} failed: ${event.error.message}`;
    case 'window-began':
      return `${event.window} window began`;
    case 'window-ended':
      return `${event.window} window ended`;
    case 'target-started':
      return `target started, pid ${event.pid}`;
    case 'server-launched':
      return `server started, pid ${event.pid}`;
    case 'server-listening':
      return `server listens on ${event.address}`;
    case 'server-healthy':
      return 'server is healthy';
    case 'server-responded':
      return 'first token from the server';
    case 'target-exited':
      return `target ${event.pid} ${describeEnd(event)}${event.expected ? '' : ', unexpectedly'}`;
    case 'model-loading':
      return `loading ${event.model}`;
    case 'model-loaded':
      return `loaded ${event.model}`;
    case 'model-unloaded':
      return `unloaded ${event.model}`;
    case 'context-opened':
      return `opened context ${event.context} of ${event.model}`;
    case 'context-closed':
      return `closed context ${event.context} of ${event.model}`;
    case 'switch-began':
      return `switch ${event.from} to ${event.to} began`;
    case 'switch-ended':
      return `switch ${event.from} to ${event.to} ended`;
    case 'stage-began':
      return `stage ${event.stage} began`;
    case 'stage-ended':
      return `stage ${event.stage} ${event.endedBy === undefined ? 'ended' : describeEnding(event.endedBy)}`;
    case 'limit-near':
      return `near the ${event.resource} limit`;
    case 'limit-crossed':
      return `over the ${event.resource} limit`;
    case 'outage':
      return Number.isNaN(event.endedNs)
        ? 'server unreachable until the end of the phase'
        : `server was unreachable for ${formatMs((event.endedNs - event.beganNs) / 1e6)}`;
    case 'oom-kill':
      return `the kernel killed ${describeOomKill(event)}`;
    case 'cgroup-changed':
      return `target moved to another cgroup${event.isSeen ? '' : ', which is not visible from here'}`;
    case 'machine-lost':
      return `machine ${event.machine} was lost`;
    case 'mark':
      return event.name;
    case 'span':
      return `${event.name} began`;
    case 'page-cache-dropped':
    case 'recording-began':
    case 'run-began':
    case 'run-ended':
    case 'phase-skipped':
    case 'continuation-compared':
    case 'sampling-quality':
    case 'gpu-inventory':
    case 'client-calibrated':
    case 'client-not-calibrated':
    case 'client-usage':
    case 'slos-set':
    case 'requests-rejected':
    case 'redirect-followed':
    case 'not-measured':
    case 'not-sampled':
    case 'pid-reused':
    case 'kernel-caches-found':
    case 'target-described':
    case 'server-settings':
    case 'template-measured':
    case 'schema-mismatch':
    case 'media-by-url':
    case 'dataset-read':
    case 'file-read':
    case 'conversations-cut':
    case 'server-memory-parts':
    case 'server-metrics-found':
    case 'server-metrics-absent':
    case 'server-series':
    case 'server-edge':
    case 'clock-exchanged':
    case 'machine-joined':
    case 'machine-merged':
    case 'fleet-unreliable':
      return undefined;
  }
}

/** Processes that the kernel killed to free memory. */
export interface OomKillFacts {
  readonly processes: number;
  readonly scope: 'cgroup' | 'machine';
  /** Sampled processes that exited when the kill counter rose. */
  readonly ended: readonly { readonly pid: number; readonly program: string }[];
}

/**
 * The kill that explains the end of a process: one in the cgroup of the target, or else anywhere on the machine, where other
 * programs are killed as well.
 */
export function killOf<Kill extends OomKillFacts>(
  pid: number,
  kills: readonly Kill[],
): Kill | undefined {
  const possible = kills.filter(({ ended }) => ended.some((one) => one.pid === pid));
  return possible.find(({ scope }) => scope === 'cgroup') ?? possible[0];
}

/** What the kernel killed, as the end of a sentence. The counter does not show which of several exited processes it was. */
export function describeOomKill({ processes, scope, ended }: OomKillFacts): string {
  const where = scope === 'cgroup' ? 'in the cgroup of the target' : 'on this machine';
  const gone = ended.map(({ pid, program }) => `${pid} (${program})`).join(', ');
  return (
    `${processes} ${processes === 1 ? 'process' : 'processes'} ${where} for memory (OOM)` +
    (gone === '' ? '' : `, when ${gone} exited`)
  );
}
