import { figure, inEachPhase, type Rule } from '../finding.ts';
import { valuesOf } from '../survey-reading.ts';

/** Reasons of NVML for lower clocks that are no setting of the user, by their bit. A GPU at full load meets its power cap. */
const POWER_CAP = 'power cap';
const REASONS: readonly (readonly [bit: number, name: string])[] = [
  [0x4, POWER_CAP],
  [0x8, 'hardware slowdown'],
  [0x20, 'temperature, by the driver'],
  [0x40, 'temperature, by the hardware'],
  [0x80, 'power brake'],
];

/** Share of the readings from which lower clocks skew the result. */
const SHARE = 0.05;

/** A GPU that ran below its clocks, for a reason that lies in the machine: heat and brakes are faults, a power cap is a fact. */
export const gpuThrottled: Rule = {
  name: 'gpu-throttled',
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
