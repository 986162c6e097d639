import type { RunStreams } from '../../stream/phase-streams.ts';
import { REQUEST_PURPOSES, type RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';
import { packNumbers, packTimesMs } from './pack-numbers.ts';
import type { PageRequests } from './page-data.ts';
import { stageLabel } from './phase/stage-label.ts';
import { selectRequests } from './select-requests.ts';

/** Maximum requests that the page keeps: half a megabyte, at some 25 bytes each. */
const MAX_REQUESTS = 20_000;

/** The requests of a run as columns: all of them, or failed, slowest and fastest ones when there are many. Pure. */
export function requestData({ phases, beganNs }: RunStreams): PageRequests {
  const recordedCount = phases.reduce((sum, phase) => sum + phase.requests.length, 0);
  const room = (count: number): number => Math.ceil((MAX_REQUESTS * count) / recordedCount);
  const rows = phases
    .flatMap(({ requests }) => selectRequests(requests, room(requests.length)))
    .toSorted((a, b) => startNs(a) - startNs(b));
  const names = {
    purposes: new Names(),
    stages: new Names(),
    models: new Names(),
    outcomes: new Names(),
  };
  const stampsMs = (stamp: 'scheduledNs' | 'sentNs' | 'firstTokenNs' | 'endNs') =>
    packTimesMs(rows.map((row) => (row[stamp] - beganNs) / 1e6));
  const whole = (read: (row: RequestRow) => number) => packNumbers(rows.map(read), 1);
  const columns = {
    id: whole(({ id }) => id),
    purpose: whole(({ purpose }) => names.purposes.indexOf(purpose)),
    stage: whole(({ phase, stage }) =>
      names.stages.indexOf(stage === '' ? '' : stageLabel(phase, stage)),
    ),
    model: whole(({ model }) => names.models.indexOf(model)),
    outcome: whole(({ outcome, errorKind }) =>
      names.outcomes.indexOf(
        outcome === 'ok' || outcome === 'refused' || errorKind === '' ? outcome : errorKind,
      ),
    ),
    scheduledMs: stampsMs('scheduledNs'),
    sentMs: stampsMs('sentNs'),
    firstTokenMs: stampsMs('firstTokenNs'),
    endMs: stampsMs('endNs'),
    inputTokens: whole(({ inputTokens }) => inputTokens),
    outputTokens: whole(({ outputTokens }) => outputTokens),
  };
  return {
    recordedCount,
    keptCount: rows.length,
    purposes: names.purposes.all,
    stages: names.stages.all,
    models: names.models.all,
    outcomes: names.outcomes.all,
    measuredPurposes: REQUEST_PURPOSES.filter(isMeasuredPurpose),
    ...columns,
  };
}

/** The send time of a request, or its scheduled start if it was never sent. */
export function startNs({ sentNs, scheduledNs }: RequestRow): number {
  return Number.isNaN(sentNs) ? scheduledNs : sentNs;
}

/** Assigns indexes to texts in order of first appearance. */
class Names {
  readonly all: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = this.all.length;
    this.all.push(name);
    this.#indexes.set(name, index);
    return index;
  }
}
