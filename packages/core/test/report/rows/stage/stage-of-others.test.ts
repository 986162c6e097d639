import { describe, expect, test } from 'vitest';
import { stageHeading } from '../../../../src/report/rows/stage/stage-heading.ts';
import { stageLines } from '../../../../src/report/rows/stage/stage-lines.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { concluded } from '../../concluded.ts';

/** Heading and lines of a stage without requests. */
function textsOf(options: BuiltStage): string[] {
  const phase = new PhaseBuilder('load').stage('closed', 10, 10, options).build(100);
  const [result] = concluded([phase], { criteria: {} }).results.phases;
  const [stage] = result?.stages ?? [];
  if (result === undefined || stage === undefined) throw new Error('The phase has no stage.');
  return [stageHeading(stage), ...stageLines(result, stage)];
}

describe('a stage without a request', () => {
  test('was not measured where other workers send its requests', () => {
    const [heading, line] = textsOf({ slice: { index: 1, count: 2 } });
    expect(heading).toContain('not measured: other workers send its requests');
    expect(heading).not.toMatch(/window|successful/);
    expect(line).toBe('Not measured: other workers send its requests.');
  });

  test('was not measured where no worker sent one', () => {
    expect(textsOf({})[0]).toContain('not measured: no request was sent');
  });

  test('has its window where it was cut off before its first request', () => {
    const phase = new PhaseBuilder('load').stage('closed', 10).build(100);
    const [stage] = concluded([phase]).results.phases[0]?.stages ?? [];
    expect(stage?.notMeasured).toBeUndefined();
    expect(stage === undefined ? '' : stageHeading(stage)).toContain('(cut off)');
  });
});
