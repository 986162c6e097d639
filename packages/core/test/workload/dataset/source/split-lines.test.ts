import { describe, expect, it } from 'vitest';
import { DamagedSourceError } from '../../../../src/workload/dataset/source/damaged-source.ts';
import { splitLines } from '../../../../src/workload/dataset/source/split-lines.ts';

const linesOf = (bytes: Buffer, size: number) => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return [...splitLines(chunks)];
};

describe('lines', () => {
  it('end with LF alone, whatever the size of the chunks', () => {
    const text = 'a\r\n\n"x\u2028y\u2029z\u0085"\nb\rc\né日👩🏽‍🚀';
    for (let size = 1; size < 12; size++) {
      expect(linesOf(Buffer.from(text), size)).toEqual([
        { number: 1, text: 'a' },
        { number: 2, text: '' },
        { number: 3, text: '"x\u2028y\u2029z\u0085"' },
        { number: 4, text: 'b\rc' },
        { number: 5, text: 'é日👩🏽‍🚀' },
      ]);
    }
  });

  it('have no byte order mark, and keep that character elsewhere', () => {
    for (const size of [1, 2, 3, 100]) {
      expect(linesOf(Buffer.from('\uFEFFa\n\uFEFFb'), size).map(({ text }) => text)).toEqual([
        'a',
        '\uFEFFb',
      ]);
    }
  });

  it('that are not UTF-8 are faults, and the others are kept', () => {
    const bytes = Buffer.concat([
      Buffer.from('a\n'),
      Buffer.from([0xc3, 0x28, 10]),
      Buffer.from('b'),
    ]);
    expect(linesOf(bytes, 2)).toMatchObject([
      { number: 1, text: 'a' },
      { number: 2, fault: 'not valid UTF-8' },
      { number: 3, text: 'b' },
    ]);
  });

  it('that are longer than can be held are faults, also at the end, and the others are kept', () => {
    const filler = Buffer.alloc(33 * 1024 * 1024, 'x');
    const chunks = [Buffer.from('a\n'), filler, filler, Buffer.from('\nb\n'), filler, filler];
    expect([...splitLines(chunks)]).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '', fault: 'longer than 64 MiB' },
      { number: 3, text: 'b' },
      { number: 4, text: '', fault: 'longer than 64 MiB' },
    ]);
  });

  it('end with a fault where the source is damaged, on the line that it left open', () => {
    function* chunks(): Generator<Buffer> {
      yield Buffer.from('a\nb');
      throw new DamagedSourceError('gzip: unexpected end of file');
    }
    expect([...splitLines(chunks())]).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b', fault: 'gzip: unexpected end of file' },
    ]);
  });
});
