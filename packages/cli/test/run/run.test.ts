import { describe, expect, it } from 'vitest';
import { run } from '../../src/run/run.ts';
import { FakeTerminal } from '../fake-terminal.ts';

describe('the metrics and stages of a comparison', () => {
  it.each(['metric', 'stage'])('need --against: --%s', async (flag) => {
    const flags = new Map([[flag, ['requestThroughput']]]);
    const asked = async () => run({ operands: [], flags, terminal: new FakeTerminal() });
    await expect(asked()).rejects.toThrow(`--${flag} needs --against`);
  });
});
