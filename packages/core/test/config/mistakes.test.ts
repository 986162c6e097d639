import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '@loadcell/core';

/** What the configuration is refused with. */
function refusal(input: unknown): string {
  try {
    parseConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a mistake in a configuration is reported with its place, what is expected and what was meant', () => {
  it.each([
    [
      'a key at the top',
      { outputdir: 'x' },
      /^the configuration: unknown key "outputdir"/,
      'outputDir',
    ],
    [
      'a key of the target',
      { target: { contextToken: 1 } },
      /^target: unknown key/,
      'contextTokens',
    ],
    ['a key of sampling', { sampling: { herz: 1 } }, /^sampling: unknown key "herz"/, 'hz'],
    ['a phase', { phases: { crossmodel: {} } }, /^phases: unknown key "crossmodel"/, 'cross-model'],
    [
      'a key of a phase',
      { phases: { load: { duraton: 2 } } },
      /^phases\.load: unknown/,
      'duration',
    ],
    ['the phase to run', { phase: 'basline' }, /^unknown phase "basline"/, 'baseline'],
    [
      'a policy',
      { target: { switchPolicy: 'unload' } },
      /^unknown target\.switchPolicy "unload"/,
      'unload-first',
    ],
    [
      'an engine',
      { target: { engine: 'lama-cpp' } },
      /^unknown target\.engine "lama-cpp"/,
      'llama-cpp',
    ],
    ['a place to compute', { target: { gpu: 'cudda' } }, /^unknown target\.gpu "cudda"/, 'cuda'],
    [
      'a key of what may be an object or false',
      { phases: { load: { calibration: { reqests: 9 } } } },
      /^phases\.load\.calibration: unknown key "reqests"; did you mean "requests"\? Use one of requests, budget\./,
      'requests',
    ],
    [
      'arrivals',
      { phases: { load: { stages: [{ kind: 'open', rate: 5, arrivals: 'posson' }] } } },
      /^unknown phases\.load\.stages\.0\.arrivals "posson"/,
      'poisson',
    ],
    [
      'a key of a stage, by its kind',
      { phases: { load: { stages: [{ kind: 'open', raet: 2 }] } } },
      /^phases\.load\.stages\.0: unknown key "raet"; did you mean "rate"\? Use one of kind, name, rate, arrivals,/,
      'rate',
    ],
    [
      'a criterion of the run',
      { successCriteria: { maxMemoryUsgae: 1 } },
      /^successCriteria: unknown criterion "maxMemoryUsgae";/,
      'maxMemoryUsage',
    ],
    [
      'a criterion of a phase',
      { phases: { 'cross-model': { successCriteria: { avgResponsTime: 1 } } } },
      /^phases\.cross-model\.successCriteria: /,
      'avgResponseTime',
    ],
    [
      'a metric of a phase',
      { phases: { load: { metrics: ['memoryUsage', 'memryUsage'] } } },
      /^phases\.load\.metrics: unknown metric "memryUsage"/,
      'memoryUsage',
    ],
  ])('for %s', (_, input, where, meant) => {
    const message = refusal(input);
    expect(message).toMatch(where);
    expect(message).toMatch(new RegExp(`did you mean "${meant}"`, 'u'));
  });

  it.each([
    ['a duration without a unit', { timeout: '30' }, /^timeout: invalid duration "30".*30s/],
    ['a duration in bytes', { timeout: '1GiB' }, /^timeout: .*us, ms, s, m, min, h/],
    ['memory in seconds', { maxMemory: '14s' }, /^maxMemory: invalid memory size "14s".*GiB/],
    [
      'a negative length of time',
      { phases: { load: { duration: -1 } } },
      /^invalid phases\.load\.duration -1: .*more than 0/,
    ],
    [
      'no time at all',
      { phases: { baseline: { idle: 0 } } },
      /^invalid phases\.baseline\.idle 0: /,
    ],
    [
      'a timeout that no timer holds',
      { timeout: '1000h' },
      /^invalid timeout "1000h": .*2147483647/,
    ],
    ['a time that is none', { timeout: true }, /^invalid timeout true: .*number/],
    [
      'text for a number',
      { target: { threads: '2' } },
      /^invalid target\.threads "2": expected a number/,
    ],
    [
      'half a thread',
      { target: { threads: 1.5 } },
      /^invalid target\.threads 1\.5: expected a whole number/,
    ],
    ['a number for text', { outputDir: 5 }, /^invalid outputDir 5: expected text/],
    ['an output directory without a name', { outputDir: '' }, /^invalid outputDir "": /],
    ['a name with a slash', { name: '../up' }, /^invalid name "\.\.\/up": expected letters/],
    [
      'text for a threshold',
      { successCriteria: { errorRate: '0' } },
      /^invalid successCriteria\.errorRate "0": .*number/,
    ],
    [
      'a threshold that is no number',
      { successCriteria: { errorRate: Number.NaN } },
      /^invalid successCriteria\.errorRate NaN/,
    ],
    ['a list for an object', { target: [] }, /^invalid target: expected an object/],
    [
      'one model where a list is',
      { target: { models: 'a.gguf' } },
      /^invalid target\.models "a\.gguf": expected a list/,
    ],
    [
      'a model without a path',
      { target: { models: [{ name: 'a' }] } },
      /^target\.models\.0\.path is missing: expected text/,
    ],
    [
      'a model whose command is no list',
      { target: { models: { a: { command: 'serve' } } } },
      /^invalid target\.models\.a\.command "serve": expected a list/,
    ],
    ['an engine of no kind', { target: { engine: { modul: 'x' } } }, /^target\.engine: .*module/],
    [
      'a server setting without a server',
      { target: { requestTimeout: '1s' } },
      /^target\.requestTimeout needs a server.*--url/,
    ],
    [
      'an engine setting with a server',
      { target: { url: 'http://127.0.0.1:1', threads: 64 } },
      /^target\.threads cannot be combined with a server: it is for the embedded engine/,
    ],
    [
      'more in flight than the connections carry',
      {
        target: { url: 'http://127.0.0.1:1', maxConcurrency: 4 },
        phases: { load: { stages: [{ kind: 'closed', concurrency: 5 }] } },
      },
      /^phases\.load\.stages\.0 \(closed\): concurrency 5 is above target\.maxConcurrency 4\. Set target\.maxConcurrency to 5/,
    ],
    [
      'a sweep to more than the connections carry',
      {
        target: { url: 'http://127.0.0.1:1', maxConcurrency: 8 },
        slos: { ttft: 100 },
        phases: {
          load: { stages: [{ kind: 'sweep', parameter: 'concurrency', from: 2, to: 32 }] },
        },
      },
      /^phases\.load\.stages\.0 \(sweep\): concurrency 32/,
    ],
    [
      'a limit on memory that nobody watches',
      { maxMemory: 1024, target: { url: 'http://127.0.0.1:1' } },
      /^maxMemory needs the server process.*--pid/,
    ],
    [
      'a warning above the limit',
      { maxMemory: 1024, warnMemory: 2048 },
      /^warnMemory 2\.0 KiB is above maxMemory 1\.0 KiB/,
    ],
    [
      'five hundred percent',
      { successCriteria: { errorRate: 5 } },
      /^invalid successCriteria\.errorRate 5: expected 0 to 1\. Write 5% as 0\.05/,
    ],
    [
      'a rate with a slip in it',
      { phases: { load: { stages: [{ kind: 'open', rate: 1e12 }] } } },
      /^phases\.load\.stages\.0 \(open\): .*the maximum is 20,000,000\. Lower the rate, the duration or minRequests/,
    ],
    ['a limit of no tokens', { maxTokens: 0 }, /^invalid maxTokens 0: expected at least 1/],
    ['a seed that is too large', { seed: 2 ** 31 }, /^invalid seed 2147483648: /],
    [
      'a rate of samples that is too high',
      { sampling: { hz: 20_000 } },
      /^invalid sampling\.hz 20000: .*10000/,
    ],
    ['nothing', undefined, /^the configuration is missing: expected an object/],
    ['null', null, /^invalid configuration null: expected an object/],
    ['text', 'baseline', /^invalid configuration "baseline": expected an object/],
  ])('for %s', (_, input, message) => {
    expect(refusal(input)).toMatch(message);
  });

  it('once for each mistake, all together', () => {
    const lines = refusal({
      outputdir: 'x',
      verbos: true,
      target: { gpu: 'cudda' },
      timeout: '30',
      phases: { load: { duraton: 2 } },
    }).split('\n');
    expect(lines).toHaveLength(5);
  });

  it('once for each criterion and metric that does not exist', () => {
    const lines = refusal({
      successCriteria: { maxMemoryUsgae: 1, avgResponsTime: 1 },
      phases: {
        baseline: { successCriteria: { eroRate: 0 } },
        load: { metrics: ['memryUsage', 'x'] },
      },
    }).split('\n');
    expect(lines).toHaveLength(5);
  });

  it('for a key without a near one, without a guess', () => {
    const message = refusal({ zzzzzzzzzzzzzzzz: 1 });
    expect(message).toContain('Use one of name, outputDir');
    expect(message).not.toContain('did you mean');
  });

  it('for a phase that a single model cannot run', () => {
    const message = refusal({ phase: 'cross-model', target: { models: ['a.gguf'] } });
    expect(message).toMatch(/^phase: cross-model needs two models.*--model/);
  });
});
