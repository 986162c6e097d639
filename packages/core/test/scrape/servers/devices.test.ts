import { describe, expect, it } from 'vitest';
import type { QuantityName } from '../../../src/scrape/quantities.ts';
import { madeUpBody, readingOf, seriesOf, valuesOf } from '../readings.ts';

const FIRST = '0 GPU-0 NVIDIA H200 box';
const SECOND = '1 GPU-1 NVIDIA H200 box';
const MIB = 1024 ** 2;

describe('metrics of dcgm-exporter', () => {
  const reading = readingOf(madeUpBody('dcgm-exporter'));

  it.each<[QuantityName, number, number]>([
    ['deviceUtilization', 0.97, 0.03],
    ['deviceMemoryUsed', 70_000 * MIB, 512 * MIB],
    ['deviceMemoryReserved', 771 * MIB, 771 * MIB],
    ['deviceEnergy', 5_000_000.5, 1],
    ['deviceClock', 1980, 345],
    ['deviceTemperature', 61, 32],
    ['deviceEngineActivity', 0.912, 0],
    ['deviceSmActivity', 0.8, 0],
    ['deviceTensorActivity', 0.41, 0],
    ['deviceMemoryActivity', 0.63, 0],
  ])('reads %s of both devices', (quantity, first, second) => {
    expect(valuesOf(reading, quantity)).toEqual({ [FIRST]: first, [SECOND]: second });
  });

  it('drops blanks of every width', () => {
    expect(valuesOf(reading, 'deviceMemoryFree')).toEqual({ [FIRST]: 73_000 * MIB });
    expect(valuesOf(reading, 'devicePower')).toEqual({ [FIRST]: 512.34 });
    expect(valuesOf(reading, 'deviceLastError')).toEqual({ [FIRST]: 0 });
  });

  it('has no sum of which a part is blank', () => {
    expect(valuesOf(reading, 'deviceMemoryTotal')).toEqual({
      [FIRST]: (70_000 + 73_000 + 771) * MIB,
    });
  });

  it('keeps an energy above the blanks of 32 bits', () => {
    const text = `# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter\nDCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0"} 2147483648\n`;
    expect(valuesOf(readingOf(text), 'deviceEnergy')).toEqual({ '0': 2_147_483.648 });
  });
});

describe('metrics of the exporter for AMD devices', () => {
  const text = madeUpBody('amd-exporter');
  const reading = readingOf(text);

  it('reads percents, megabytes and microjoules', () => {
    expect(reading.server).toBe('amd-exporter');
    expect(valuesOf(reading, 'deviceUtilization')).toEqual({
      '0 S0 MI300X 0': 0.88,
      '0 S0 MI300X 1': 0.05,
    });
    expect(valuesOf(reading, 'deviceMemoryActivity')['0 S0 MI300X 0']).toBe(0.4);
    expect(valuesOf(reading, 'deviceMemoryUsed')['0 S0 MI300X 0']).toBe(150e9);
    expect(valuesOf(reading, 'deviceMemoryTotal')['0 S0 MI300X 0']).toBe(196.608e9);
    expect(valuesOf(reading, 'deviceMemoryFree')['0 S0 MI300X 0']).toBe(46.608e9);
    expect(valuesOf(reading, 'deviceTemperature')['0 S0 MI300X 0']).toBe(71);
  });

  it('reads power and energy of the first partition, since the others report 0', () => {
    expect(valuesOf(reading, 'devicePower')).toEqual({ '0 S0 MI300X 0': 650 });
    expect(valuesOf(reading, 'deviceEnergy')).toEqual({ '0 S0 MI300X 0': 7250 });
  });

  it('reads the same families under a configured prefix', () => {
    const prefixed = readingOf(text.replaceAll(/(?<= |^)gpu_(?=[a-z_]+[ {])/gm, 'amd_gpu_'));
    expect(prefixed.server).toBe('amd-exporter');
    expect(seriesOf(prefixed, 'devicePower')).toMatchObject([
      { family: 'amd_gpu_package_power', value: 650 },
    ]);
    expect(prefixed.series).toHaveLength(reading.series.length);
  });

  it('reads power under its other names', () => {
    const older = readingOf(text.replaceAll('gpu_package_power', 'gpu_average_package_power'));
    expect(valuesOf(older, 'devicePower')).toEqual({ '0 S0 MI300X 0': 650 });
  });
});
