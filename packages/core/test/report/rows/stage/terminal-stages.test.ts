import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../../../src/report/terminal/render-terminal.ts';
import { builtLoad } from '../../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

type Given = Parameters<typeof concluded>[1];

/** The report at a width at which no line wraps. */
function textOf(phase: PhaseBuilder, given: Given = {}, detail: 'brief' | 'full' = 'brief') {
  return renderTerminal(concluded([phase.build(9000)], given), { detail, width: 200 });
}

/** The lines of a block: from its heading to the next line that is indented as little. */
function blockOf(text: string, stage: string): string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith(`  ${stage}  `));
  const rest = lines.slice(from + 1);
  const length = rest.findIndex((line) => !line.startsWith('    '));
  return lines.slice(from, from + 1 + length);
}

/** A stage with a schedule, warm-up, a drain and failures. */
function opened(): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('open', 1000, 3000, {
    load: {
      kind: 'open',
      ratePerSecond: 80.7,
      arrivals: 'poisson',
      share: 0.5,
      of: 'closed',
      durationMs: 2000,
    },
    warmupRequests: 2,
  });
  for (const sentMs of [700, 900]) phase.request({ purpose: 'warm-up', sentMs, chunksMs: [1100] });
  for (let sentMs = 1000; sentMs < 2990; sentMs += 10) {
    phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 20, sentMs + 22, sentMs + 24] });
  }
  phase.request({ purpose: 'load', sentMs: 2990, chunksMs: [3024] });
  return phase.request({ purpose: 'load', sentMs: 2991, endMs: 2999 });
}

describe('the block of a stage', () => {
  test('reports a criterion that passes by its value alone as accepted', () => {
    const criteria = { p99TimeToFirstToken: 100 };
    const accepted = blockOf(textOf(opened(), { criteria, acceptInconclusive: true }), 'open');
    expect(accepted.join('\n')).toMatch(/p99 ≤ 100 ms {2}pass/u);
    expect(accepted.at(-1)).toMatch(/^ {4}TTFT: .*; accepted although inconclusive: 95% bounds /u);
    const met = blockOf(textOf(opened(), { criteria: { p50TimeToFirstToken: 100 } }), 'open');
    expect(met.join('\n')).not.toContain('95% bounds');
  });

  test('is headed by what the load was and how it went', () => {
    expect(blockOf(textOf(opened()), 'open')[0]).toBe(
      '  open  pass  Poisson 80.7 req/s, half of closed · window 2.00 s · 200 successful · 1 failed · warm-up 2 · drain 24.0 ms',
    );
  });

  test.each([
    [
      { endedBy: 'decided', looks: 5, requests: 1024 },
      'concurrency 4 · decided after 1,024 requests, 5 looks · window 2.00 s · 3 successful',
    ],
    [
      { endedBy: 'decided', looks: 1, requests: 64 },
      'concurrency 4 · decided after 64 requests, 1 look · window 2.00 s · 3 successful',
    ],
    [
      { endedBy: 'max-duration', looks: 1, requests: 2 },
      'concurrency 4 · undecided after 2 s, 3 requests · window 2.00 s · 3 successful',
    ],
    // Cut off before its end.
    [undefined, 'concurrency 4, until decided · window 2.00 s (cut off) · 3 successful'],
  ] as const)('is headed by how it ended, %j, of a stage until decided', (decided, line) => {
    const load = {
      kind: 'closed',
      concurrency: 4,
      until: 'decided',
      maxDurationMs: 2000,
      firstLook: 2,
    } as const;
    const phase = new PhaseBuilder('load').stage(
      'closed',
      1000,
      decided === undefined ? undefined : 3000,
      { load, ...(decided === undefined ? {} : { decided }) },
    );
    for (const sentMs of [1000, 1100, 1200]) {
      phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 20, sentMs + 30] });
    }
    if (decided === undefined) {
      const error = new Error('It failed.');
      phase.event(3000, (place) => ({ kind: 'phase-failed', ...place, error }));
    }
    expect(blockOf(textOf(phase), 'closed')[0]).toContain(line);
  });

  test('reports the requests canceled on purpose, and in full their effect on the server', () => {
    const phase = new PhaseBuilder('load').stage('closed', 1000, 2000, {
      load: { kind: 'closed', concurrency: 4, durationMs: 1000 },
      cancel: { share: 0.2, afterMs: 500 },
    });
    for (let sentMs = 1000; sentMs < 1400; sentMs += 100) {
      phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 100, sentMs + 600] });
    }
    const cut = { outcome: 'abandoned', errorKind: '', outputTokens: 1 } as const;
    phase.request({ purpose: 'load', sentMs: 1000, chunksMs: [1100], endMs: 1500, ...cut });
    expect(blockOf(textOf(phase), 'closed')[0]).toBe(
      '  closed  pass  concurrency 4 · window 1.00 s · 4 successful · canceled on purpose: 1 of 5 after 500 ms',
    );
    expect(textOf(phase, {}, 'full')).toContain(
      '    Canceled on purpose: 1 output tokens before cancellation.',
    );
  });

  test('reports how many of the warm-up failed', () => {
    const failed = opened().request({ purpose: 'warm-up', sentMs: 950, endMs: 960 });
    expect(blockOf(textOf(failed), 'open')[0]).toContain(' · warm-up 3 (1 failed) · ');
  });

  test('has judged rows first, then latency and throughput, percentiles as columns', () => {
    const block = blockOf(
      textOf(opened(), { criteria: { p95ResponseTime: 10, errorRate: 0.1 } }),
      'open',
    );
    expect(block.map((line) => line.trim().split(/ {2,}/u))).toEqual([
      expect.arrayContaining(['open', 'FAIL']),
      ['p50', 'p95', 'p99', 'max', 'threshold'],
      ['end-to-end latency', '24.0 ms', '24.0 ms', 'failed', 'p95 ≤ 10.0 ms', 'FAIL'],
      ['error rate', '0.5%', '≤ 10.0%', 'pass'],
      ['TTFT', '20.0 ms', '20.0 ms', 'failed'],
      // p99 of 201 values has no bound, and of 398 gaps it has.
      ['TPOT', '2.00 ms', '2.00 ms', '2.00 ms'],
      ['ITL', '2.00 ms', '2.00 ms', '2.00 ms', '2.00 ms'],
      ['throughput', expect.stringMatching(/^[\d.]+ req\/s, [\d.]+ output tok\/s$/u)],
    ]);
  });

  test('shows in brief the share of responses that ended early, and no such row without one', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 1000);
    for (let sentMs = 0; sentMs < 400; sentMs += 100) {
      const maxOutputTokens = sentMs === 0 ? 8 : 2;
      phase.request({
        purpose: 'load',
        sentMs,
        chunksMs: [sentMs + 20, sentMs + 30],
        maxOutputTokens,
        tokenCountSource: 'usage',
      });
    }
    const rows = blockOf(textOf(phase), 'closed').map((line) => line.trim().split(/ {2,}/u));
    expect(rows).toContainEqual(['early stops', '25.0%']);
    expect(textOf(opened())).not.toContain('early stops');
  });

  test('has no row of a percentile without enough samples but its median and maximum', () => {
    const few = new PhaseBuilder('load').stage('closed', 0, 1000);
    for (let sentMs = 0; sentMs < 500; sentMs += 50) {
      few.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 20] });
    }
    const row = blockOf(textOf(few), 'closed').find((line) => line.includes('TTFT')) ?? '';
    expect(row.trim().split(/ {2,}/u)).toEqual(['TTFT', '20.0 ms', '20.0 ms']);
    expect(row).toHaveLength('    '.length + 25 + 4 * 10);
  });

  test('names the reason of a criterion without a value, which is never folded', () => {
    const phases = [
      { name: 'load', duration: 1, metrics: [], successCriteria: { goodput: 5, errorRate: 0 } },
    ];
    const text = textOf(builtLoad(), { phases });
    expect(text.match(/^ {4}goodput: not measured: no SLOs/gmu)).toHaveLength(2);
  });
});

describe('a phase of several loads', () => {
  test('has no figures of requests as a whole, and fits a screen in brief', () => {
    const conclusion = concluded([builtLoad().build(9000)], { criteria: { errorRate: 0 } });
    const text = renderTerminal(conclusion, { detail: 'brief', width: 100 });
    expect(text.match(/TTFT/gu)).toHaveLength(2);
    expect(text).not.toMatch(/timeToFirstToken/u);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  test('names the stage of what was missed below the verdict', () => {
    const text = textOf(builtLoad(), { criteria: { maxResponseTime: 34.1 } });
    expect(text.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^FAIL {2}0 of 1 phases passed/u),
      expect.stringMatching(
        /^ {6}load, open: end-to-end latency max 34\.2 ms, threshold ≤ 34\.1 ms, missed by \d+ µs$/u,
      ),
    ]);
  });

  test('shows a sweep as a table, and the level that criteria were judged at', () => {
    const phase = builtLoad();
    for (const level of [8, 16]) {
      const fromMs = level * 500;
      phase.stage(`sweep/${level}`, fromMs, fromMs + 400);
      phase.request({ purpose: 'probe', sentMs: fromMs, chunksMs: [fromMs + 20] });
    }
    const text = textOf(phase, { criteria: { 'stages.sweep.errorRate': 0 } });
    expect(text).toMatch(
      /^ {2}sweep: 16 req\/s is the highest with 99\.0% of the requests successful/mu,
    );
    expect(text.match(/ met$/gmu)).toHaveLength(2);
    expect(blockOf(text, 'sweep/16').map((line) => line.trim().split(/ {2,}/u).at(0))).toEqual([
      'sweep/16',
      'p50',
      'error rate',
    ]);
    expect(text).not.toMatch(/^ {2}sweep\/8 /mu);
  });

  test('shows stages that did not run with the reason, and what was to be judged there', () => {
    const text = textOf(builtLoad(), {
      stages: { load: ['closed', 'open', 'burst'] },
      criteria: { 'stages.burst.errorRate': 0 },
    });
    expect(text).toContain('  burst: not run (no reason was recorded)');
    expect(text).toContain(
      '  FAIL  stages.burst.errorRate ≤ 0.0%: not measured in any phase; load: the stage did not run',
    );
  });

  test('has the same finding of two stages once, with the figures of each', () => {
    const text = textOf(builtLoad(), { criteria: { p99ResponseTime: 1e6 } });
    expect(text.match(/p99ResponseTime is inconclusive/gu)).toHaveLength(1);
    expect(text).toMatch(/^ +load, closed: .*requests 156.*\n +load, open: .*requests 70/mu);
  });
});
