import { vi } from 'vitest';
import type { StageDecision } from '../../../../src/phase/stage/until-decided/stage-decision.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import type { RequestRow } from '../../../../src/stream/rows/request-row.ts';
import { inOrderOfArrival, isArrival } from '../../../../src/stream/stage/arrivals.ts';
import type { CriterionCounts } from '../../../../src/stream/stage/criterion-counts.ts';
import type { StageLoad } from '../../../../src/stream/stage/stage-load.ts';
import type { Generation, GenerationRequest } from '../../../../src/target/target.ts';
import { PATIENCE_MS } from '../../../patience.ts';
import type { RecordedPhase } from '../../recorded-phase.ts';
import { TimedTarget } from '../timed-target.ts';

/** One look at a stage. */
interface Look {
  readonly stage: string;
  readonly look: number;
  readonly rows: readonly RequestRow[];
}

/** A decision that keeps every look, and decides at the given one, or never by default. */
export class KeptLooks implements StageDecision {
  readonly looks: Look[] = [];
  readonly firstLook: number;
  readonly #decidesAt: number;

  constructor(firstLook: number, decidesAt = Infinity) {
    this.firstLook = firstLook;
    this.#decidesAt = decidesAt;
  }

  isDecided = (stage: string, rows: readonly RequestRow[], look: number): boolean => {
    this.looks.push({ stage, rows, look });
    return look >= this.#decidesAt;
  };

  summarize = (): CriterionCounts[] => [];
}

/** Holds its first request until a condition is met. */
export class HeldTarget extends TimedTarget {
  readonly #isMet: () => boolean;
  heldSentNs = Number.NaN;

  constructor(isMet: () => boolean) {
    super(() => ({ ms: 5 }));
    this.#isMet = isMet;
  }

  override async generate(request: GenerationRequest): Promise<Generation> {
    if (!Number.isNaN(this.heldSentNs)) return await super.generate(request);
    this.heldSentNs = nowNs();
    await vi.waitUntil(this.#isMet, PATIENCE_MS);
    return { ...(await super.generate(request)), sentNs: this.heldSentNs };
  }
}

/** Times of requests, which distinguish them. */
export function stampsOf(
  rows: readonly RequestRow[],
): Pick<RequestRow, 'scheduledNs' | 'sentNs' | 'endNs'>[] {
  return rows.map(({ scheduledNs, sentNs, endNs }) => ({ scheduledNs, sentNs, endNs }));
}

/** Measured requests of a stage as recorded, in order of arrival. */
export function arrivedRows(
  { rows }: RecordedPhase,
  stage: string,
  kind: StageLoad['kind'],
): RequestRow[] {
  return inOrderOfArrival(
    { kind },
    rows.filter((row) => row.stage === stage && isArrival(row)),
  );
}
