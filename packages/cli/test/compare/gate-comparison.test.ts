import { expect, it } from 'vitest';
import { gateComparison } from '../../src/compare/gate-comparison.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const WHY = 'new: p95ResponseTime in phase load, stage open, not measured in the candidate';

it.each([
  ['passes when nothing is worse', 0, [], 0],
  ['fails when a metric is worse', 2, [], 1],
  ['fails when a metric is worse and another is inconclusive', 1, [WHY], 1],
  ['does not pass when inconclusive', 0, [WHY], 4],
])('a gate %s', (_, worse, unproven, exitCode) => {
  const terminal = new FakeTerminal(temporaryFolder());
  const counts = { worse, better: 1, same: 3, inconclusive: 1 };
  expect(gateComparison({ counts, unproven }, terminal.stderr)).toBe(exitCode);
  expect(terminal.stderr.text.includes(WHY)).toBe(exitCode === 4);
});
