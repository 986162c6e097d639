import { describe, expect, it } from 'vitest';
import { PLAIN_PALETTE } from '../../../src/report/terminal/palette.ts';
import { qualityLines } from '../../../src/report/terminal/quality-lines.ts';
import { NO_BUDGET, clientCalibration } from '../../stream/built/client-values.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

function linesOf(phase: PhaseBuilder): string[] {
  const style = { palette: PLAIN_PALETTE, width: 1000, detail: 'brief' } as const;
  return qualityLines(concluded([phase.build(5000)]), style);
}

function loaded(calibration: Partial<typeof clientCalibration> = {}): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('open', 0, 1000);
  phase.request({ purpose: 'load', sentMs: 0, chunksMs: [20] });
  return phase.event(1, (place) => ({
    kind: 'client-calibrated',
    ...place,
    calibration: { ...clientCalibration, ...calibration },
  }));
}

describe('the data quality line', () => {
  it('is one line where all is within its limits', () => {
    expect(linesOf(loaded())).toEqual([
      expect.stringMatching(
        /^Data quality: reliable \(send delay p99 .*, timing error p99 200 µs, nothing sampled\)$/u,
      ),
    ]);
  });

  it('is followed by a calibration that is over its budget, and reads unreliable', () => {
    const [first, ...rest] = linesOf(loaded({ firstTokenErrorMs: { p50: 5, p99: 50 } }));
    expect(first).toMatch(/^Data quality: unreliable \(.*timing error p99 50\.0 ms/u);
    expect(rest).toEqual([expect.stringMatching(/^ {2}Client calibration .*budget 10\.0 ms/u)]);
  });

  it('is followed by the reason why a client was not calibrated', () => {
    const phase = new PhaseBuilder('load').stage('open', 0, 1000).event(1, (place) => ({
      kind: 'client-not-calibrated',
      ...place,
      cause: 'switched-off',
      reason: 'switched off by phases.load.calibration',
      budget: NO_BUDGET,
    }));
    expect(linesOf(phase)).toEqual([
      expect.stringMatching(/^Data quality: reliable with exceptions \(timing error not measured/u),
      '  Client not calibrated: switched off by phases.load.calibration; its timing error is unknown.',
    ]);
  });
});
