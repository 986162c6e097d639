import { expect, test } from 'vitest';
import { loadCurveLines, loadCurveText } from '../../../../src/report/rows/load-curve-rows.ts';
import type { PhaseResult } from '../../../../src/report/results/run-results.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

/** A closed stage, then levels of one second with a number of requests, each successful after a time or failed. */
function swept(levels: readonly (readonly [level: number, tookMs: number])[], slos = true) {
  const phase = new PhaseBuilder('load').stage('closed', 0, 900);
  phase.request({ purpose: 'load', sentMs: 0, chunksMs: [5] });
  if (slos) {
    phase.event(0, (place) => ({
      kind: 'slos-set',
      ...place,
      slos: { timeToFirstToken: 100 },
    }));
  }
  for (const [index, [level, tookMs]] of levels.entries()) {
    const fromMs = 1000 + index * 2000;
    phase.stage(`sweep/${level}`, fromMs, fromMs + 1000);
    for (let request = 0; request < level; request += 1) {
      const sentMs = fromMs + (request * 1000) / level;
      const isSuccessful = tookMs > 0;
      phase.request({
        purpose: 'probe',
        sentMs,
        endMs: sentMs + Math.max(1, tookMs),
        ...(isSuccessful ? { chunksMs: [sentMs + tookMs] } : {}),
      });
    }
  }
  const [result] = concluded([phase.build(9000)]).results.phases;
  if (result === undefined) throw new Error('no phase');
  return result;
}

const textOf = ({ loadCurves, stages }: PhaseResult) => {
  const [curve] = loadCurves;
  if (curve === undefined) throw new Error('no curve');
  return { ...loadCurveText(curve, stages), lines: loadCurveLines(curve, stages) };
};

test('a sweep is one table, a line a level, from the lowest to the highest', () => {
  const { head, rows, lines } = textOf(
    swept([
      [80, 200],
      [40, 20],
      [60, 20],
    ]),
  );
  expect(head).toEqual([
    'req/s',
    'requests',
    'sent/s',
    'ok/s',
    'tok/s',
    'SLOs met',
    'TTFT p95',
    '',
  ]);
  expect(rows.map((row) => [row[0], row[1], row[5], row[6], row[7]])).toEqual([
    ['40', '40', '100.0%', '', 'met'],
    ['60', '60', '100.0%', '20.0 ms', 'met'],
    ['80', '80', '0.0%', '200 ms', 'not met'],
  ]);
  expect(lines).toHaveLength(5);
  for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(100);
});

test('a sweep over results of inputs has items per second in place of tokens', () => {
  const result = swept([[40, 20]]);
  const stages = result.stages.map((stage) => {
    const { itemThroughput: measured, ...others } = stage.measurements;
    if (measured === undefined) throw new Error('no item throughput');
    const { reason: _reason, ...known } = measured;
    return { ...stage, measurements: { ...others, itemThroughput: { ...known, avg: 640 } } };
  });
  const { head, rows } = textOf({ ...result, stages });
  expect([head[4], rows[0]?.[4]]).toEqual(['items/s', '640']);
});

test('the summary names the highest level that met, and what it met', () => {
  expect(
    textOf(
      swept([
        [40, 20],
        [80, 200],
      ]),
    ).summary,
  ).toBe(
    'sweep: 40 req/s is the highest that met TTFT ≤ 100 ms for 99.0% of the requests; 80 req/s did not.',
  );
  expect(textOf(swept([[40, 200]])).summary).toBe(
    'sweep: no level met TTFT ≤ 100 ms for 99.0% of the requests; lowest tried 40 req/s.',
  );
  expect(textOf(swept([[40, 20]])).summary).toContain('the server may sustain more');
});

test('without SLOs success is what a level needs, and failed requests rank last', () => {
  const { summary, rows, head } = textOf(swept([[80, 0]], false));
  expect(summary).toContain('no level had 99.0% of the requests successful');
  expect(textOf(swept([[40, 20]], false)).summary).toContain(
    '40 req/s is the highest with 99.0% of the requests successful',
  );
  expect(head).toContain('successful');
  expect(head).not.toContain('SLOs met');
  expect(head).toContain('end-to-end latency p95');
  expect(rows[0]?.at(-2)).toBe('failed');
});

test('a level that was cut off neither met nor broke, and its stage is no success', () => {
  const phase = new PhaseBuilder('load').stage('sweep/40', 1000, 2000);
  phase.request({ purpose: 'probe', sentMs: 1000, chunksMs: [1020] }).stage('sweep/80', 3000);
  phase.request({ purpose: 'probe', sentMs: 3000, chunksMs: [3020] });
  const [result] = concluded([phase.build(4000)]).results.phases;
  if (result === undefined) throw new Error('no phase');
  const { summary, rows } = textOf(result);
  expect(rows.map((row) => row.at(-1))).toEqual(['met', 'cut off']);
  expect(summary).toContain('nothing higher ran to its end');
  expect(result.stages.map(({ success }) => success)).toEqual([true, false]);
});

test('a sweep whose only level was cut off has found nothing', () => {
  const phase = new PhaseBuilder('load').stage('closed', 0, 900);
  phase.request({ purpose: 'load', sentMs: 0, chunksMs: [5] }).stage('sweep/40', 1000);
  phase.request({ purpose: 'probe', sentMs: 1000, chunksMs: [1020] });
  const [result] = concluded([phase.build(4000)]).results.phases;
  if (result === undefined) throw new Error('no phase');
  expect(textOf(result).summary).toBe('sweep: no level ran to its end.');
});
