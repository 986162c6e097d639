import type { PageRequests } from '../../../src/report/page/page-data.ts';
import { unpackNumbers } from './unpack-numbers.ts';

/** A request that the page keeps. Times are ms since the run began, `NaN` when it did not get that far. */
export interface RequestView {
  readonly id: number;
  readonly purpose: string;
  /** Phase and stage, such as `load, open`; empty outside stages. */
  readonly stage: string;
  readonly model: string;
  readonly outcome: string;
  readonly isMeasured: boolean;
  readonly scheduledMs: number;
  readonly sentMs: number;
  readonly firstTokenMs: number;
  readonly endMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The requests of the page, in send order. */
export function unpackRequests(packed: PageRequests): RequestView[] {
  const { purposes, stages, models, outcomes } = packed;
  const columns = {
    id: unpackNumbers(packed.id),
    purpose: unpackNumbers(packed.purpose),
    stage: unpackNumbers(packed.stage),
    model: unpackNumbers(packed.model),
    outcome: unpackNumbers(packed.outcome),
    scheduledMs: unpackNumbers(packed.scheduledMs),
    sentMs: unpackNumbers(packed.sentMs),
    firstTokenMs: unpackNumbers(packed.firstTokenMs),
    endMs: unpackNumbers(packed.endMs),
    inputTokens: unpackNumbers(packed.inputTokens),
    outputTokens: unpackNumbers(packed.outputTokens),
  };
  const at = (column: keyof typeof columns, index: number): number =>
    columns[column][index] ?? Number.NaN;
  return Array.from({ length: packed.keptCount }, (_, index) => {
    const purpose = purposes[at('purpose', index)] ?? '';
    return {
      id: at('id', index),
      purpose,
      stage: stages[at('stage', index)] ?? '',
      model: models[at('model', index)] ?? '',
      outcome: outcomes[at('outcome', index)] ?? '',
      isMeasured: packed.measuredPurposes.includes(purpose),
      scheduledMs: at('scheduledMs', index),
      sentMs: at('sentMs', index),
      firstTokenMs: at('firstTokenMs', index),
      endMs: at('endMs', index),
      inputTokens: at('inputTokens', index),
      outputTokens: at('outputTokens', index),
    };
  });
}

/** The send time of a request, or its scheduled start if it was never sent. */
export function startMs({ sentMs, scheduledMs }: RequestView): number {
  return Number.isNaN(sentMs) ? scheduledMs : sentMs;
}
