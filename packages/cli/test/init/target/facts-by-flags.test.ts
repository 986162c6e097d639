import { describe, expect, it } from 'vitest';
import { checkFacts, factsByFlags } from '../../../src/init/target/facts-by-flags.ts';
import type { TargetFacts } from '../../../src/init/target/target-kind.ts';
import { FakeTerminal } from '../../fake-terminal.ts';

function facts(
  flags: Readonly<Record<string, readonly string[]>>,
  trailing?: readonly string[],
): TargetFacts | undefined {
  return factsByFlags({
    operands: [],
    flags: new Map(Object.entries(flags)),
    terminal: new FakeTerminal(),
    ...(trailing === undefined ? {} : { trailing }),
  });
}

const URL = 'http://127.0.0.1:8000';

describe('factsByFlags', () => {
  it('returns nothing for a line that names no target', () => {
    expect(facts({ force: [''], all: [''] })).toBeUndefined();
  });

  it.each<[string, TargetFacts | undefined, TargetFacts]>([
    [
      'a URL is a server, whose models are names',
      facts({ url: [URL], model: ['a', 'b'], pid: ['auto'] }),
      { kind: 'server', url: URL, models: ['a', 'b'], pid: 'auto' },
    ],
    [
      'an API is of a server, or of its command',
      facts({ url: [URL], api: ['score'] }),
      { kind: 'server', url: URL, api: 'score', models: [] },
    ],
    [
      'words after -- are a command',
      facts({}, ['serve', '--port', '{port}']),
      { kind: 'command', command: ['serve', '--port', '{port}'], models: [] },
    ],
    [
      'an engine is a module',
      facts({ engine: ['./mine.mjs'], model: ['a.bin'] }),
      { kind: 'module', engine: './mine.mjs', models: ['a.bin'] },
    ],
    [
      'a model alone is a file for the embedded engine',
      facts({ model: ['a.gguf'] }),
      { kind: 'embedded', models: ['a.gguf'] },
    ],
    ['--for names a kind alone', facts({ for: ['embedded'] }), { kind: 'embedded', models: [] }],
    [
      '--for turns a model into that of a server',
      facts({ for: ['server'], model: ['a'] }),
      { kind: 'server', models: ['a'] },
    ],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  it.each<[string, () => unknown, string]>([
    [
      'two kinds of targets',
      () => facts({ url: [URL] }, ['serve']),
      '--url cannot be combined with a command after --',
    ],
    [
      'a kind and a flag of another one',
      () => facts({ for: ['embedded'], url: [URL] }),
      '--for embedded cannot be combined with --url',
    ],
    ['an unknown kind', () => facts({ for: ['sever'] }), 'did you mean "server"?'],
    ['a process without a server', () => facts({ pid: ['5'], model: ['a'] }), '--pid needs --url'],
    ['an empty command', () => facts({}, []), '-- needs a command'],
    [
      'a PID that is no number',
      () => facts({ url: [URL], pid: ['x'] }),
      '--pid: invalid value "x"',
    ],
  ])('rejects %s', (_what, read, message) => {
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ help: expect.stringMatching(/./) }));
  });
});

describe('checkFacts', () => {
  it.each<[TargetFacts, string]>([
    [{ kind: 'server', models: ['a'] }, '--for server needs --url'],
    [{ kind: 'command', models: [] }, '--for command needs a command after --'],
    [{ kind: 'module', models: ['a'] }, '--for module needs --engine'],
    [{ kind: 'module', engine: 'mine', models: [] }, '--engine needs --model'],
  ])('names the flag that %j lacks', (given, message) => {
    expect(() => checkFacts(given)).toThrow(message);
  });

  it('accepts the embedded engine without a model: it has its own', () => {
    expect(() => checkFacts({ kind: 'embedded', models: [] })).not.toThrow();
  });
});
