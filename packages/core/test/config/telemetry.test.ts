import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';

describe('telemetry in a configuration', () => {
  it('listens on the loopback and sends every ten seconds by default', () => {
    expect(parseConfig({}).telemetry).toEqual({
      otlp: { headersEnv: {}, interval: 10_000 },
      prometheus: { host: '127.0.0.1' },
    });
  });

  it.each([
    [{ otlp: { interval: '10ms' } }, /interval.*at least 1s/],
    [{ otlp: { headers: { Authorization: 'secret' } } }, /unknown key "headers".*headersEnv/s],
    [{ prometheus: { port: 70_000 } }, /telemetry\.prometheus\.port/],
  ])('refuses %j', (telemetry, says) => {
    expect(() => parseConfig({ telemetry })).toThrow(says);
  });
});
