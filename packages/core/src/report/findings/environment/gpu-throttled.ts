import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';
import { valuesOf } from '../survey-reading.ts';

/** NVML throttle reasons that are not a setting of the user, by their bit. A GPU at full load reaches its power cap. */
const POWER_CAP = 'power cap';
const REASONS: readonly (readonly [bit: number, name: string])[] = [
  [0x4, POWER_CAP],
  [0x8, 'hardware slowdown'],
  [0x20, 'software thermal slowdown'],
  [0x40, 'hardware thermal slowdown'],
  [0x80, 'hardware power brake'],
];

/** Lower clocks in more than this share of the readings skew the results. */
const SHARE = 0.05;

export const gpuThrottled: FindingDefinition = {
  name: 'gpu-throttled',
  meaning:
    'The GPU ran below its clocks because of the machine. A note where the power cap is the only reason.',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const readings = valuesOf(streams, 'gpuClocks.throttleReasons');
    const shares = REASONS.map(([bit, name]) => {
      const held = readings.filter((reasons) => Math.floor(reasons / bit) % 2 === 1);
      return { name, share: held.length / readings.length };
    }).filter(({ share }) => share > SHARE);
    if (shares.length === 0) return [];
    return [
      {
        severity: shares.some(({ name }) => name !== POWER_CAP) ? 'warning' : 'note',
        finding: 'The GPU was throttled',
        evidence: shares.map(({ name, share }) => figure(name, 'ratio', share)),
        advice:
          'Results reflect reduced clocks. Improve cooling, raise the power limit, or lock clocks to compare runs.',
      },
    ];
  }),
};
