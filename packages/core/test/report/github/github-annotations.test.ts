import { expect, test } from 'vitest';
import { renderAnnotations } from '../../../src/report/github/github-annotations.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { builtBaseline, builtLoad } from '../../stream/built/built-phases.ts';
import { MIB } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const baseline = builtBaseline().build(5900);

function linesOf(...given: Parameters<typeof concluded>): string[] {
  return renderAnnotations(concluded(...given))
    .split('\n')
    .slice(0, -1);
}

test('a criterion that failed is an error, a recommendation a warning or a notice', () => {
  const lines = linesOf([baseline], {
    criteria: { maxMemoryUsage: 250 * MIB, p95ResponseTime: 1, errorRate: 0 },
  });
  expect(lines[0]).toMatch(
    /^::error title=Loadcell%3A baseline p95ResponseTime::p95ResponseTime: /u,
  );
  expect(lines[1]).toMatch(/^::warning title=Loadcell%3A baseline::baseline: Memory came close/u);
  expect(lines.at(-1)).toMatch(/^::notice title=Loadcell%3A baseline::baseline: An over-long/u);
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(1);
});

test('untrusted text stays one command, and adds none', () => {
  const hostile = '100% : a, b\r\n::error::forged\u001B[31m';
  const [line, ...rest] = linesOf([baseline], {
    errors: [new TestError(hostile, { phase: 'baseline' })],
  });
  expect(line).toBe('::error title=Loadcell%3A baseline::100%25 : a, b ::error::forged');
  expect(rest.filter((one) => one.startsWith('::error'))).toEqual([]);
});

test('a run that did not come to its end is an error', () => {
  expect(linesOf([baseline], {}, { status: 'killed' })[0]).toBe(
    '::error title=Loadcell%3A the run::The run was killed, so it cannot pass.',
  );
});

test('a run without errors and findings has no annotations', () => {
  const phase = builtBaseline().build(5900);
  const whole = { ...phase, requests: phase.requests.filter((one) => one.purpose !== 'over-long') };
  expect(renderAnnotations(concluded([whole]))).toBe('');
});

test('a criterion is named by its stage in a phase of several', () => {
  const lines = linesOf([builtLoad().build(5500)], { criteria: { p95ResponseTime: 34.1 } });
  expect(lines.filter((line) => line.startsWith('::error'))).toEqual([
    expect.stringMatching(
      /^::error title=Loadcell%3A load stages\.open\.p95ResponseTime::stages\.open\.p95ResponseTime: /u,
    ),
  ]);
});

test('the same finding in two stages is one annotation, with the figures of each', () => {
  const lines = linesOf([builtLoad().build(5500)], { criteria: { p99ResponseTime: 1e6 } });
  expect(lines.filter((line) => line.startsWith('::warning'))).toEqual([
    expect.stringMatching(
      /^::warning title=Loadcell%3A load%2C closed; load%2C open::p99ResponseTime is inconclusive .*load, closed: .*requests 156.*load, open: .*requests 70/u,
    ),
  ]);
});
