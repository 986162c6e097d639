import { describe, expect, it } from 'vitest';
import { canSwitchModels } from '../../src/config/target/check-target.ts';
import { parseConfig } from '../../src/config/parse-config.ts';

const URL = 'http://127.0.0.1:1';

describe('target.manageModels', () => {
  it('allows switching the models of a server', () => {
    const target = { url: URL, models: ['a', 'b'], manageModels: true };
    const config = parseConfig({ phase: 'cross-model', target });
    expect(canSwitchModels(config.target)).toBe(true);
    expect(config.phases[0]?.successCriteria).not.toEqual({});
  });

  it('is off by default, and a switch then reports what is missing', () => {
    const target = { url: URL, models: ['a', 'b'] };
    expect(canSwitchModels(parseConfig({ target }).target)).toBe(false);
    expect(() => parseConfig({ phase: 'cross-model', target })).toThrow(/target\.manageModels/);
  });

  it('needs a server', () => {
    expect(() => parseConfig({ target: { manageModels: true } })).toThrow(
      /target\.manageModels needs a server.*--url/,
    );
  });

  it('still needs two models for a switch', () => {
    const target = { url: URL, models: ['a'], manageModels: true };
    expect(() => parseConfig({ phase: 'cross-model', target })).toThrow(/second --model/);
  });
});
