import { describe, expect, it } from 'vitest';
import { mayRewrite, wantsColors } from '../../src/terminal/process-terminal.ts';

describe('wantsColors', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('returns for %j and a terminal %s: %s', (environment, isTerminal, expected) => {
    expect(wantsColors(environment, isTerminal)).toBe(expected);
  });
});

describe('mayRewrite', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ CI: 'true' }, true, false],
    [{ CI: 'false' }, true, true],
    [{ TERM: 'dumb' }, true, false],
  ])('returns for %j and a terminal %s: %s', (environment, isTerminal, expected) => {
    expect(mayRewrite(environment, isTerminal)).toBe(expected);
  });
});
