import { describe, expect, it } from 'vitest';
import {
  inheritedDescriptors,
  type OpenFile,
} from '../../../../src/target/process/launch/inherited-descriptors.ts';

const CLOEXEC = 0o2000000;
const NONBLOCK = 0o4000;
const WRITE = 1;

function open(descriptor: number, target: string, flags = 0): OpenFile {
  return { descriptor, target, flags: CLOEXEC | flags };
}

/** Above 15, and not adjacent to the others: Node does not mark these. */
function openFarOff(descriptor: number, target: string, flags = 0): OpenFile {
  return { descriptor, target, flags };
}

/** What Node 20 opens for itself, from the first free descriptor up. */
function ofNode(first: number): OpenFile[] {
  return [
    open(first, 'anon_inode:[eventpoll]'),
    open(first + 1, 'pipe:[900]'),
    open(first + 2, 'pipe:[900]', WRITE),
    open(first + 3, 'pipe:[901]', NONBLOCK),
    open(first + 4, 'pipe:[901]', NONBLOCK | WRITE),
    open(first + 5, 'anon_inode:[eventfd]', NONBLOCK),
    open(first + 6, '/dev/null'),
  ];
}

const STANDARD = [open(0, '/dev/null'), open(1, 'pipe:[1]', WRITE), open(2, '/dev/pts/0', 2)];

describe('inherited descriptors', () => {
  it('are empty when all belong to Node', () => {
    expect(inheritedDescriptors([...STANDARD, ...ofNode(3)])).toEqual([]);
  });

  it('include files, pipe ends and sockets', () => {
    const given = [
      open(3, '/tmp/input'),
      open(4, 'pipe:[7]'),
      open(9, 'socket:[8]', NONBLOCK),
      open(12, '/dev/null', WRITE),
    ];
    expect(inheritedDescriptors([...STANDARD, ...given, ...ofNode(20)])).toEqual([3, 4, 9, 12]);
  });

  it('include a pipe with two read ends', () => {
    const given = [openFarOff(62, 'pipe:[7]'), openFarOff(63, 'pipe:[7]')];
    expect(inheritedDescriptors([...STANDARD, ...given, ...ofNode(3)])).toEqual([62, 63]);
  });

  it.each([
    ['make 4.3', NONBLOCK],
    ['make 4.2', 0],
  ])('include both ends of the job server of %s', (_, flags) => {
    const given = [open(3, 'pipe:[7]', flags), open(4, 'pipe:[7]', WRITE)];
    expect(inheritedDescriptors([...STANDARD, ...given, ...ofNode(5)])).toEqual([3, 4]);
  });

  it('include a terminal and /dev/null, even if Node has reopened them', () => {
    const given = [open(3, '/dev/pts/0', 2), open(4, '/dev/null')];
    const later = [open(12, '/dev/pts/0', 2), open(13, '/dev/pts/0', 2)];
    expect(inheritedDescriptors([...STANDARD, ...given, ...ofNode(5), ...later])).toEqual([3, 4]);
  });

  it('include everything that Node does not mark', () => {
    const given = [
      openFarOff(40, '/dev/null'),
      openFarOff(41, 'anon_inode:[eventfd]'),
      openFarOff(42, 'pipe:[7]', NONBLOCK),
      openFarOff(43, 'pipe:[7]', NONBLOCK | WRITE),
    ];
    expect(inheritedDescriptors([...STANDARD, ...ofNode(3), ...given])).toEqual([40, 41, 42, 43]);
  });
});
