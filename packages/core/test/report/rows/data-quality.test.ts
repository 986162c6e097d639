import { expect, test } from 'vitest';
import { dataQualityLines } from '../../../src/report/rows/data-quality.ts';
import { renderResultsJson } from '../../../src/report/json/render-json.ts';
import type { SamplingQuality } from '../../../src/spec/quality/sampling-quality.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

function sampled(account: Partial<SamplingQuality>) {
  const phase = new PhaseBuilder('load')
    .memory({ fromMs: 0, toMs: 10, rssBytes: 50 * MIB })
    .account(10, { rssBytes: 50 * MIB, atMs: 1 }, account);
  const { results } = concluded([phase.build(10)]);
  const [result] = results.phases;
  if (result === undefined) throw new Error('no phase');
  return { json: renderResultsJson(results), lines: dataQualityLines(result).join('\n') };
}

test('results and report name a timer that took the samples, and the reason', () => {
  const { json, lines } = sampled({
    source: 'javascript',
    sourceReason: 'there is no binary for this platform',
  });
  expect(lines).toContain(
    'by a JavaScript timer instead of the native thread (there is no binary for this platform)',
  );
  expect(json).toContain('"source":"javascript"');
  expect(json).toContain('"sourceReason":"there is no binary for this platform"');
});

test('a native thread needs no reason', () => {
  const { json, lines } = sampled({});
  expect(lines).not.toContain('JavaScript');
  expect(json).toContain('"source":"native"');
  expect(json).not.toContain('sourceReason');
});
