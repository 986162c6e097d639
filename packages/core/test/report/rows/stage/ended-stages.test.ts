import { describe, expect, test } from 'vitest';
import { stageHeading } from '../../../../src/report/rows/stage/stage-heading.ts';
import { loadCurveText } from '../../../../src/report/rows/load-curve-rows.ts';
import { renderJunit } from '../../../../src/report/junit/render-junit.ts';
import { renderTerminal } from '../../../../src/report/terminal/render-terminal.ts';
import { TargetError } from '../../../../src/target/errors.ts';
import { STAGE_OUTAGE } from '../../../../src/stream/stage/stage-ending.ts';
import { phaseFailures } from '../../../../src/verdict/phase-failures.ts';
import { concluded } from '../../concluded.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { ENDINGS } from '../../../stream/stage/endings.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';

/** A stage with a hundred requests, the first of which succeed. */
function ended(successes: number, options: BuiltStage, name = 'open'): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage(name, 0, 2000, options);
  for (let number = 0; number < 100; number += 1) {
    const sentMs = 20 * number;
    const isGood = number < successes;
    phase.request({
      purpose: name.includes('/') ? 'probe' : 'load',
      sentMs,
      ...(isGood ? { chunksMs: [sentMs + 5] } : { endMs: sentMs + 5, errorKind: 'http-5xx' }),
    });
  }
  return phase;
}

const CRITERIA = { criteria: { errorRate: 1 } };

describe('a stage that ended by errors', () => {
  test('fails its phase and the target with one error', () => {
    for (const successes of [60, 0]) {
      const phase = ended(successes, { endedBy: ENDINGS.errors }).build(5000);
      const failures = phaseFailures(phase, []);
      expect(failures.map(({ kind }) => kind)).toEqual(['stage-ended']);
      expect(failures[0]?.error).toMatchObject({ code: 'STAGE_ERRORS', phase: 'load' });
      const { verdict, results } = concluded([phase], CRITERIA);
      expect(verdict).toMatchObject({ outcome: 'target-failed', exitCode: 3 });
      expect(results.phases[0]?.stages).toMatchObject([
        { success: false, endedBy: ENDINGS.errors },
      ]);
    }
  });

  test('is whole and keeps its partial results', () => {
    const phase = ended(60, { endedBy: ENDINGS.errors }).build(5000);
    const [stage] = concluded([phase], CRITERIA).results.phases[0]?.stages ?? [];
    expect(stage?.windows).toMatchObject([{ isWhole: true }]);
    expect(stage?.measurements['timeToFirstToken']?.count).toBe(60);
  });

  test('in its warm-up has no measured request and no figure', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 0, {
      warmupRequests: 500,
      endedBy: ENDINGS.alike,
    });
    for (let sentMs = 0; sentMs < 8; sentMs += 1) {
      phase.request({ purpose: 'warm-up', sentMs, endMs: sentMs + 1, errorKind: 'http-4xx' });
    }
    const conclusion = concluded([phase.build(5000)], CRITERIA);
    expect(conclusion.verdict.exitCode).toBe(3);
    const text = renderTerminal(conclusion, { detail: 'full', width: 400 });
    expect(text).toContain('in its warm-up, before any measured request ended');
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});

describe('a stage that ended by an outage', () => {
  test('is the only failure of its phase', () => {
    const error = new TargetError('Stage open ended early.', { code: STAGE_OUTAGE, help: 'look' });
    const phase = ended(97, { endedBy: ENDINGS.outage });
    const failures = phaseFailures(phase.build(5000), [error]);
    expect(failures).toEqual([{ kind: 'error', error }]);
  });
});

test('a stage that failed is not shown as inconclusive, whatever its criteria lack', () => {
  const criteria = { p99TimeToFirstToken: 1e6 };
  for (const [endedBy, shown] of [
    [ENDINGS.outage, 'FAIL'],
    [ENDINGS.saturated, 'inconclusive'],
  ] as const) {
    const conclusion = concluded([ended(100, { endedBy }).build(5000)], { criteria });
    const text = renderTerminal(conclusion, { detail: 'brief', width: 100 });
    expect(text).toMatch(new RegExp(`^  open  ${shown}  `, 'mu'));
    expect(text).toMatch(/ {2}inconclusive$/mu);
  }
});

describe('a stage that was over-saturated', () => {
  test('passes, and every report shows when it ended', () => {
    const phase = ended(100, { endedBy: ENDINGS.saturated }).build(5000);
    const conclusion = concluded([phase], CRITERIA);
    const { verdict, results, recommendations } = conclusion;
    expect(verdict).toMatchObject({ outcome: 'pass', exitCode: 0 });
    const [stage] = results.phases[0]?.stages ?? [];
    if (stage === undefined) throw new Error('There is no stage.');
    const said = 'ended early after 12.3 s and 267 requests: over-saturated';
    expect(stageHeading(stage)).toContain(said);
    expect(renderJunit(conclusion)).toContain(`name="open.endedBy" value="${said}"`);
    const finding = recommendations.find(({ rule }) => rule === 'saturated');
    expect(finding?.evidence.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['97 to 368', '1.75 s to 5.70 s']),
    );
  });
});

describe('a level of a sweep that ended by errors', () => {
  test('has broken at any attainment, and fails nothing', () => {
    const options = { endedBy: ENDINGS.errors };
    const phase = ended(100, options, 'sweep/16').build(5000);
    expect(phaseFailures(phase, [])).toEqual([]);
    const [result] = concluded([phase], {}).results.phases;
    expect(result?.stages).toMatchObject([{ level: { attainment: 1, isMet: false } }]);
    const [curve] = result?.loadCurves ?? [];
    if (curve === undefined) throw new Error('There is no curve.');
    expect(curve).toMatchObject({ lowestBroken: 16 });
    expect(loadCurveText(curve, result?.stages ?? []).rows[0]?.at(-1)).toBe('ended by errors');
  });
});
