import { describe, expect, it } from 'vitest';
import { measure } from '../../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../../src/metric/registry.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { scraped, type Scraped } from '../scraped-phase.ts';

/** A metric of a closed loop from 1 s to 11 s, on a server with these series. */
function measured(name: string, { series }: Pick<Scraped, 'series'>): Measurement {
  const loop = new PhaseBuilder('load')
    .stage('closed', 1000, 11_000)
    .request({ purpose: 'load', stage: 'closed', sentMs: 1000, chunksMs: [1100, 10_900] });
  const built = scraped(loop, { edgesMs: [900, 11_100], series });
  return measure(metricNamed(name), built.build(13_000));
}

describe('speculative decoding of the server', () => {
  const at = (from: number, to: number) => ({ 900: from, 11_100: to });
  const engine = (number: string) => [
    { quantity: 'specDecodeDrafts', labels: { engine: number }, at: at(100, 120) },
    { quantity: 'specDecodeDraftTokens', labels: { engine: number }, at: at(400, 480) },
    { quantity: 'specDecodeAcceptedTokens', labels: { engine: number }, at: at(300, 348) },
    ...[19, 15, 10, 4].map((accepted, position) => ({
      quantity: 'specDecodeAcceptedTokensByPosition',
      labels: { engine: number, position: String(position) },
      at: at(50, 50 + accepted),
    })),
  ];

  it('has acceptance, by position too, and mean length, summed over engines', () => {
    const series = [...engine('0'), ...engine('1')];
    const acceptance = measured('serverSpecDecodeAcceptance', { series });
    expect(acceptance.avg).toBe(0.6);
    expect(acceptance.note).toBe('by position in the draft: 95.0%, 75.0%, 50.0%, 20.0%');
    expect(measured('serverSpecDecodeAcceptanceLength', { series }).avg).toBe(3.4);
  });

  it('uses the drafted tokens of a position where the server counts those', () => {
    const series = [
      ...engine('0'),
      ...[20, 20, 20, 8].map((drafted, position) => ({
        quantity: 'specDecodeDraftTokensByPosition',
        labels: { position: String(position) },
        at: at(0, drafted),
      })),
    ];
    expect(measured('serverSpecDecodeAcceptance', { series }).note).toBe(
      'by position in the draft: 95.0%, 75.0%, 50.0%, 50.0%',
    );
  });

  it('is off or not reported, and not 0, without counters or without drafts', () => {
    for (const name of ['serverSpecDecodeAcceptance', 'serverSpecDecodeAcceptanceLength']) {
      const { avg, reason } = measured(name, {
        series: [{ quantity: 'promptTokens', at: at(1, 2) }],
      });
      expect(avg).toBeNaN();
      expect(reason).toBe('speculative decoding is off, or the server does not report it');
      const idle = engine('0').map((one) => ({ ...one, at: at(7, 7) }));
      expect(measured(name, { series: idle }).reason).toContain('counted no drafts');
    }
  });
});
