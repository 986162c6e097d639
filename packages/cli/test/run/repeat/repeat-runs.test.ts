import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import {
  interleave,
  readRepeats,
  repeatRuns,
  withOwnNonce,
} from '../../../src/run/repeat/repeat-runs.ts';
import { FakeTerminal } from '../../fake-terminal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('interleave', () => {
  it('reverses the order each round, so that drift affects both equally', () => {
    expect(interleave(['a', 'b'], 4).join('')).toBe('abbaabba');
    expect(interleave(['a'], 3)).toEqual(['a', 'a', 'a']);
  });

  it('gives both the same average position for an even number of repeats', () => {
    const order = interleave(['a', 'b'], 6);
    const places = (name: string): number =>
      order.reduce((sum, one, place) => sum + (one === name ? place : 0), 0);
    expect(places('a')).toBe(places('b'));
  });
});

describe('withOwnNonce', () => {
  it('derives a different nonce for each run, the same each time', () => {
    const set = parseConfig({ nonce: 'x' });
    const nonces = [1, 2, 3].map((number) => withOwnNonce(set, number).nonce);
    expect(new Set(nonces).size).toBe(3);
    expect([1, 2, 3].map((number) => withOwnNonce(set, number).nonce)).toEqual(nonces);
  });

  it('keeps a random nonce', () => {
    expect(withOwnNonce(parseConfig({}), 1).nonce).toBeUndefined();
  });
});

describe('readRepeats', () => {
  it('returns five by default', () => {
    expect(readRepeats(new Map())).toBe(5);
    expect(readRepeats(new Map([['repeat', ['12']]]))).toBe(12);
  });

  it.each(['0', '-1', '2.5', '1001'])('rejects %s', (text) => {
    expect(() => readRepeats(new Map([['repeat', [text]]]))).toThrow(
      `invalid --repeat "${text}": expected a whole number from 1 to 1000`,
    );
  });
});

it('rejects one report for several runs', async () => {
  const flags = new Map([
    ['repeat', ['2']],
    ['json', ['']],
  ]);
  const asked = repeatRuns({ operands: [], flags, terminal: new FakeTerminal() });
  await expect(asked).rejects.toThrow('--json cannot be combined with --repeat');
});

describe('the metrics and stages of a comparison', () => {
  it('are checked before anything runs', async () => {
    const folder = temporaryFolder();
    for (const name of ['a.json', 'b.json']) {
      writeFileSync(
        path.join(folder, name),
        '{"phase":"load","target":{"url":"http://127.0.0.1:1"}}',
      );
    }
    const asked = (flag: string, value: string) =>
      repeatRuns({
        operands: ['a.json'],
        flags: new Map([
          [flag, [value]],
          ['against', ['b.json']],
        ]),
        terminal: new FakeTerminal(folder),
      });
    await expect(asked('metric', 'requestThruput')).rejects.toThrow(
      'did you mean "requestThroughput"?',
    );
    await expect(asked('stage', 'opne')).rejects.toThrow(
      'unknown stage "opne"; did you mean "open"?',
    );
    expect(readdirSync(folder).toSorted()).toEqual(['a.json', 'b.json']);
  });
});
