import { describe, expect, it } from 'vitest';
import {
  csvRecords,
  headlessCsvRecords,
} from '../../../../src/workload/dataset/source/csv-records.ts';
import { splitLines } from '../../../../src/workload/dataset/source/split-lines.ts';

const rowsOf = (text: string) =>
  [...csvRecords(splitLines([Buffer.from(text)]))].map(({ line, value, fault }) =>
    fault === undefined ? { line, value } : { line, fault },
  );

describe('CSV', () => {
  it('has columns by the names of its header, also quoted and behind a byte order mark', () => {
    expect(rowsOf('\uFEFF"a", b ,c\r\n1,2,3\r\n')).toEqual([
      { line: 2, value: { a: '1', b: '2', c: '3' } },
    ]);
  });

  it('leaves empty cells out', () => {
    expect(rowsOf('a,b,c\n,2,""')).toEqual([{ line: 2, value: { b: '2' } }]);
  });

  it('has commas, quotes and line ends in quoted cells, and numbers a row by its first line', () => {
    expect(rowsOf('a,b\n"x, ""y""","1\n\n2"\n\n3,4')).toEqual([
      { line: 2, value: { a: 'x, "y"', b: '1\n\n2' } },
      { line: 6, value: { a: '3', b: '4' } },
    ]);
  });

  it.each([
    ['with too few cells', '1', 'expected 2 cells, as the header has; found 1'],
    ['with too many cells', '1,2,3', 'expected 2 cells, as the header has; found 3'],
    ['with a quote that is never closed', '"1,2', 'not CSV: a quote is never closed'],
    ['with text behind a quote', '"1"x,2', 'not CSV: text behind a closing quote'],
  ])('has a fault for a row %s, and keeps those around it', (_what, row, fault) => {
    expect(rowsOf(`a,b\n0,0\n${row}\n3,4\n"5",6`)).toEqual([
      { line: 2, value: { a: '0', b: '0' } },
      { line: 3, fault },
      { line: 4, value: { a: '3', b: '4' } },
      { line: 5, value: { a: '5', b: '6' } },
    ]);
  });

  it('does not lose rows between two stray quotes', () => {
    expect(rowsOf('a,b\n1,"x\n2,y\n3,z\nq",4\n5,6').map(({ line }) => line)).toEqual([
      2, 3, 4, 5, 6,
    ]);
  });

  it('has a fault for a row that is not UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('a\nx\n'),
      Buffer.from([0xff, 10]),
      Buffer.from('y\n'),
    ]);
    expect([...csvRecords(splitLines([bytes]))]).toMatchObject([
      { line: 2, value: { a: 'x' } },
      { line: 3, fault: 'not valid UTF-8' },
      { line: 4, value: { a: 'y' } },
    ]);
  });

  it('without a header is arrays of cells', () => {
    const records = [...headlessCsvRecords(splitLines([Buffer.from('What, now?,1\n"a, b",2')]))];
    expect(records.map(({ value }) => value)).toEqual([
      ['What', ' now?', '1'],
      ['a, b', '2'],
    ]);
  });
});
