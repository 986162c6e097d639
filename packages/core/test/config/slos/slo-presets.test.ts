import { describe, expect, it } from 'vitest';
import { configJsonSchema, parseConfig, SLO_PRESETS } from '@loadcell/core';
import {
  findPreset,
  PRESET_REQUESTS,
  presetCriteria,
} from '../../../src/config/slos/slo-presets.ts';
import { refusalOf } from '../refusal-of.ts';

const INTERACTIVE = 'mlperf:llama2-70b-interactive';
const target = { url: 'http://127.0.0.1:9' };

/** The criteria of a phase of a configuration. */
function criteriaOf(name: string, config: object): Readonly<Record<string, number>> | undefined {
  const { phases } = parseConfig({ target, ...config });
  return phases.find((phase) => phase.name === name)?.successCriteria;
}

describe('the table of SLO presets', () => {
  it('has the limits of MLPerf Inference, TTFT and TPOT in milliseconds', () => {
    const limits = SLO_PRESETS.map(({ name, ttftMs, tpotMs }) => [name, ttftMs, tpotMs]);
    expect(limits).toEqual([
      ['mlperf:llama3.1-8b-interactive', 500, 30],
      ['mlperf:llama3.1-8b-server', 2000, 100],
      ['mlperf:llama2-70b-interactive', 450, 40],
      ['mlperf:llama2-70b-server', 2000, 200],
      ['mlperf:mixtral-8x7b-server', 2000, 200],
      ['mlperf:gpt-oss-120b-interactive', 2000, 20],
      ['mlperf:gpt-oss-120b-server', 3000, 80],
      ['mlperf:llama3.1-405b-interactive', 4500, 80],
      ['mlperf:llama3.1-405b-server', 6000, 175],
      ['mlperf:deepseek-r1-interactive', 1500, 15],
      ['mlperf:deepseek-r1-server', 2000, 80],
    ]);
  });

  it('has each name once, and a page for each source', () => {
    expect(new Set(SLO_PRESETS.map(({ name }) => name)).size).toBe(SLO_PRESETS.length);
    for (const { source } of SLO_PRESETS) expect(source.url).toMatch(/^https:\/\//);
  });

  it('needs the requests of a p99 without a miss', () => {
    expect(PRESET_REQUESTS).toBe(299);
  });
});

describe('an SLO preset', () => {
  it('sets both SLOs, and the p99 criteria of the load phase alone', () => {
    const slos = { preset: INTERACTIVE };
    expect(parseConfig({ target, slos }).slos).toEqual({
      timeToFirstToken: 450,
      timePerOutputToken: 40,
    });
    expect(presetCriteria(findPreset(INTERACTIVE))).toEqual({ 'ttft.p99': 450, 'tpot.p99': 40 });
    expect(criteriaOf('load', { slos })).toEqual({
      errorRate: 0,
      'ttft.p99': 450,
      'tpot.p99': 40,
    });
    expect(criteriaOf('baseline', { slos })).toEqual({ errorRate: 0 });
  });

  it('is combined with other SLOs and criteria', () => {
    const config = {
      slos: { preset: INTERACTIVE, e2el: '10s' },
      successCriteria: { maxMemoryUsage: 1 },
      phases: { load: { successCriteria: { 'ttft.p95': 300, 'stages.open.ttft.p99': 400 } } },
    };
    expect(parseConfig({ target, ...config }).slos).toEqual({
      timeToFirstToken: 450,
      timePerOutputToken: 40,
      responseLatency: 10_000,
    });
    expect(criteriaOf('load', config)).toEqual({
      'ttft.p95': 300,
      'stages.open.ttft.p99': 400,
      'ttft.p99': 450,
      'tpot.p99': 40,
    });
  });

  it('is enough for a sweep, which searches by SLOs', () => {
    const stages = [{ kind: 'sweep', parameter: 'rate', from: 1, to: 8 }];
    expect(() =>
      parseConfig({ target, slos: { preset: INTERACTIVE }, phases: { load: { stages } } }),
    ).not.toThrow();
  });

  it.each([
    [
      'llama2-70b-interactiv',
      'unknown SLO preset "llama2-70b-interactiv"; did you mean "mlperf:llama2-70b-interactive"? List the presets: loadcell run --slo list.',
    ],
    [
      'mlperf:deepseek-r2-server',
      'unknown SLO preset "mlperf:deepseek-r2-server"; did you mean "mlperf:deepseek-r1-server"? List the presets: loadcell run --slo list.',
    ],
    ['x', 'unknown SLO preset "x". List the presets: loadcell run --slo list.'],
  ])('that does not exist is refused: %s', (preset, message) => {
    expect(() => parseConfig({ target, slos: { preset } })).toThrow(message);
  });

  it.each([
    [
      { slos: { preset: INTERACTIVE, ttft: 1 } },
      `slos: "ttft" and preset "${INTERACTIVE}" both set a limit for timeToFirstToken. Remove one of them.`,
    ],
    [
      { slos: { preset: INTERACTIVE, timePerOutputToken: 1 } },
      `slos: "timePerOutputToken" and preset "${INTERACTIVE}" both set a limit for timePerOutputToken. Remove one of them.`,
    ],
    [
      { slos: { preset: INTERACTIVE }, successCriteria: { p99TimeToFirstToken: 300 } },
      `successCriteria: "p99TimeToFirstToken" and SLO preset "${INTERACTIVE}" set the same criterion. Remove one of them.`,
    ],
    [
      { slos: { preset: INTERACTIVE }, phases: { load: { successCriteria: { 'tpot.p99': 30 } } } },
      `phases.load.successCriteria: "tpot.p99" and SLO preset "${INTERACTIVE}" set the same criterion. Remove one of them.`,
    ],
    [
      { slos: { preset: INTERACTIVE }, phase: 'baseline' },
      `SLO preset "${INTERACTIVE}" sets criteria of the load phase, and only baseline runs. Run the load phase, or set the limits alone: --slo ttft=450ms --slo tpot=40ms.`,
    ],
  ])('is refused with what sets the same, or judges nothing: %j', (config, message) => {
    expect(() => parseConfig({ target, ...config })).toThrow(message);
  });

  it.each([[5], [{}], ['']])('is a text: %j', (preset) => {
    expect(refusalOf(() => parseConfig({ target, slos: { preset } })).text).toMatch(
      /^invalid slos\.preset\b/,
    );
  });

  it('is in the JSON Schema, with limits by any name', () => {
    expect(configJsonSchema()).toMatchObject({
      properties: {
        slos: {
          type: 'object',
          properties: { preset: { type: 'string' } },
          additionalProperties: expect.anything(),
        },
      },
    });
  });
});
