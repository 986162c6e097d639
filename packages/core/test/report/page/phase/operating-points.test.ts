import { expect, test } from 'vitest';
import { operatingPoints } from '../../../../src/report/page/phase/operating-points.ts';
import { PhaseBuilder, runOf } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

/** A hundred requests of a stage with responses after 5 ms, the first of which fail. */
function stage(phase: PhaseBuilder, name: string, fromMs: number, failed: number): void {
  phase.stage(name, fromMs, fromMs + 1000);
  for (let index = 0; index < 100; index += 1) {
    const sentMs = fromMs + index * 9;
    phase.request(
      index < failed
        ? { purpose: 'load', sentMs, endMs: sentMs + 1, errorKind: 'http-5xx' }
        : { purpose: 'load', sentMs, chunksMs: [sentMs + 5] },
    );
  }
}

test('omits a p95 that falls on a failed request, as the table of the stage does', () => {
  const builder = new PhaseBuilder('load');
  stage(builder, 'closed', 0, 0);
  stage(builder, 'closed-2', 2000, 4);
  stage(builder, 'closed-3', 4000, 20);
  const phase = builder.build(6000);
  const drawn = operatingPoints(concluded([phase]).results, runOf([phase]));
  const ttft = drawn?.latencies.findIndex(({ metric }) => metric === 'timeToFirstToken') ?? -1;
  expect(drawn?.points.map(({ stage: name, p95Ms }) => [name, p95Ms[ttft]])).toEqual([
    ['closed', 5],
    ['closed-2', 5],
    ['closed-3', null],
  ]);
});
