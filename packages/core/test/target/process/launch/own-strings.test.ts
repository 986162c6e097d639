import { describe, expect, it } from 'vitest';
import {
  argumentBytes,
  environmentBytes,
} from '../../../../src/target/process/launch/own-strings.ts';

const bytes = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'latin1'));

describe('the environment in bytes', () => {
  it('is unchanged: names that are not identifiers, values that are not UTF-8, lines without a variable', () => {
    const lines = bytes('a-b=1', 'BASH_FUNC_f%%=() { :; }', 'x=\xff', 'odd', '=none', '\xfe=1');
    const current = { 'a-b': '1', 'BASH_FUNC_f%%': '() { :; }', x: '�' };
    expect(environmentBytes(current, lines)).toEqual(lines);
  });

  it('keeps a name that appears twice', () => {
    const lines = bytes('x=1', 'y=', 'x=2');
    expect(environmentBytes({ x: '1', y: '' }, lines)).toEqual(lines);
  });

  it('includes later changes, additions and removals', () => {
    const lines = bytes('same=1', 'changed=1', 'gone=1', 'changed=0');
    const current = { same: '1', changed: '2', added: 'ä' };
    expect(environmentBytes(current, lines).map(String)).toEqual([
      'same=1',
      'changed=2',
      'added=ä',
    ]);
  });

  it('of this process is what its child processes would get', () => {
    const own = environmentBytes().map(String);
    for (const [name, value] of Object.entries(process.env)) {
      expect(own).toContain(`${name}=${value ?? ''}`);
    }
  });
});

describe('arguments in bytes', () => {
  it('are the last arguments of the process', () => {
    const given = bytes('node', 'loadcell', 'record', '--', 'printf', '\xff', '');
    expect(argumentBytes(['printf', '�', ''], given)).toEqual(given.slice(4));
  });

  it('are UTF-8 when they are not the last arguments', () => {
    expect(argumentBytes(['ä'], bytes('node', 'other')).map(String)).toEqual(['ä']);
    expect(argumentBytes(['a', 'b'], bytes('b')).map(String)).toEqual(['a', 'b']);
    expect(argumentBytes([], bytes('node'))).toEqual([]);
  });
});
