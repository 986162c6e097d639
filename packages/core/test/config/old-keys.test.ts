import { describe, expect, it } from 'vitest';
import { parseConfig } from '@loadcell/core';

describe('a configuration', () => {
  it.each([
    [{ target: { sequences: 2 } }, 'target: unknown key "sequences". Rename it to parallel.'],
    [
      { target: { url: 'http://127.0.0.1:1', maxConnections: 2 } },
      'target: unknown key "maxConnections". Rename it to maxConcurrency.',
    ],
    [
      { target: { url: 'https://127.0.0.1:1', certificateAuthorities: ['ca.pem'] } },
      'target: unknown key "certificateAuthorities". Rename it to caCertificates.',
    ],
    [
      { phases: { baseline: { settle: 1 } } },
      'phases.baseline: unknown key "settle". Rename it to cooldown.',
    ],
    [
      { phases: { load: { settle: 1 } } },
      'phases.load: unknown key "settle". Rename it to cooldown.',
    ],
  ])('refuses an old key with its new name: %j', (config, message) => {
    expect(() => parseConfig(config)).toThrow(message);
  });
});
