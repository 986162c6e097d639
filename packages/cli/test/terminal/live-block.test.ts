import { describe, expect, it } from 'vitest';
import { LiveBlock } from '../../src/terminal/live-block.ts';
import { FakeStream } from '../fake-terminal.ts';
import { Screen } from './screen.ts';

describe('a block of lines', () => {
  it('is rewritten in place, also when it grows and shrinks', async () => {
    const screen = new Screen(40, 10);
    const block = new LiveBlock(screen);
    screen.write('before\n');
    block.draw(['one']);
    block.draw(['one longer', 'two', 'three']);
    expect(await screen.lines()).toEqual(['before', 'one longer', 'two', 'three']);
    block.draw(['1', '2']);
    expect(await screen.lines()).toEqual(['before', '1', '2']);
  });

  it('keeps lines above it', async () => {
    const screen = new Screen(40, 10);
    const block = new LiveBlock(screen);
    block.draw(['one', 'two']);
    block.keep('kept');
    block.draw(['three', 'four']);
    expect(await screen.lines()).toEqual(['kept', 'three', 'four']);
  });

  it('removes everything and shows the cursor when cleared', async () => {
    const screen = new Screen(40, 10);
    const stream = new FakeStream({ isInteractive: true });
    for (const block of [new LiveBlock(screen), new LiveBlock(stream)]) {
      block.draw(['one', 'two']);
      block.clear();
      block.clear();
    }
    expect(await screen.lines()).toEqual([]);
    expect(stream.text.split('\u001B[?25l')).toHaveLength(2);
    expect(stream.text.split('\u001B[?25h')).toHaveLength(2);
    expect(stream.text.endsWith('\u001B[?25h')).toBe(true);
  });

  it('writes nothing without a change, and one write per change', () => {
    const stream = new FakeStream({ isInteractive: true });
    const block = new LiveBlock(stream);
    const writes: string[] = [];
    stream.write = (text) => {
      writes.push(text);
    };
    for (let count = 0; count < 10; count += 1) block.draw(['one', 'two']);
    block.draw(['one', 'three']);
    expect(writes).toHaveLength(2);
  });

  it.each([79, 40, 13, 2])('fits in %i columns, including wide characters', async (columns) => {
    const screen = new Screen(columns, 20);
    const block = new LiveBlock(screen);
    const line = '模型'.repeat(40);
    for (let count = 0; count < 5; count += 1) block.draw([`${count} ${line}`, line, 'end']);
    const lines = await screen.lines();
    expect(lines).toHaveLength(3);
    expect(lines[0]?.startsWith('4')).toBe(columns > 2);
  });

  it('fits in the rows of the screen', async () => {
    const screen = new Screen(40, 4);
    const block = new LiveBlock(screen);
    for (let count = 0; count < 5; count += 1) {
      block.draw(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}${count}`));
    }
    expect(await screen.lines()).toEqual(['a4', 'b4', 'c4']);
  });

  it('is redrawn in place after the screen became narrower or wider', async () => {
    const screen = new Screen(60, 12);
    const block = new LiveBlock(screen);
    screen.write('before\n');
    block.draw(['x'.repeat(50), 'y'.repeat(50), 'end']);
    screen.resize(30, 12);
    block.draw(['narrow', 'lines']);
    expect(await screen.lines()).toEqual(['before', 'narrow', 'lines']);
    screen.resize(90, 12);
    block.draw(['wide', 'lines', 'again']);
    expect(await screen.lines()).toEqual(['before', 'wide', 'lines', 'again']);
  });
});
