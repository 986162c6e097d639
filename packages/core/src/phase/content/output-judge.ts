import type { PhaseEvent } from '../../stream/events/phase-event.ts';
import type { LoadOutcome } from '../../target/server/load/load-request.ts';
import { OutputCheck } from '../../workload/output-schema/schema-check.ts';
import type { SchemaCheck } from '../../spec/content/schema-check.ts';

/** Characters of a response that an event quotes. */
const QUOTED = 300;

/** Finish reasons of a response that the limit on output tokens ended. */
const CUT: ReadonlySet<string> = new Set(['length', 'limit', 'max_tokens', 'max_output_tokens']);

/** Checks responses against the schemas that their requests demand, once their timing has ended. */
export class OutputJudge {
  readonly #check = new OutputCheck();
  /** Stages whose first mismatch is recorded. */
  readonly #reported = new Set<string>();

  /** @param record called with the first mismatch of each stage */
  judge(
    { request, finished }: LoadOutcome,
    stage: string,
    record: (event: PhaseEvent) => void,
  ): SchemaCheck {
    const { outputSchema } = request;
    if (outputSchema === undefined || finished.failure !== undefined) return '';
    const { answerText: text, finishReason, usage } = finished.response;
    // Some servers report `stop` at the limit.
    const isCut = CUT.has(finishReason) || usage.outputTokens >= request.maxTokens;
    const { check, reason = '' } = this.#check.check(outputSchema, { text, isCut });
    if (check === 'mismatch' && !this.#reported.has(stage)) {
      this.#reported.add(stage);
      record({ kind: 'schema-mismatch', stage, reason, example: text.slice(0, QUOTED) });
    }
    return check;
  }
}
