import {
  EXPORT_FORMATS,
  EXPORT_STREAMS,
  PHASE_NAMES,
  PURPOSE_NAMES,
  REPORT_FORMATS,
} from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../src/command-definition.ts';
import { COMPARISON_FORMATS } from '../../src/comparison/print-comparison.ts';
import { completedProgram } from '../../src/completion/completed-program.ts';
import { COMMANDS } from '../../src/program/commands.ts';
import { GLOBAL_FLAGS } from '../../src/program/global-flags.ts';

const program = completedProgram(COMMANDS, GLOBAL_FLAGS);

function offered(command: string, flag: string) {
  const found = program.commands.find(({ name }) => name === command);
  return found?.flags.find(({ long }) => long === flag)?.offer;
}

describe('completedProgram', () => {
  it('offers every value that a flag accepts', () => {
    expect(offered('run', 'phase')).toEqual(PHASE_NAMES);
    expect(offered('doctor', 'for')).toEqual(PURPOSE_NAMES);
    expect(offered('export', 'format')).toEqual(EXPORT_FORMATS);
    expect(offered('export', 'table')).toEqual([...EXPORT_STREAMS, 'all']);
    expect(offered('compare', 'format')).toEqual(COMPARISON_FORMATS);
    const formats = [...REPORT_FORMATS.map(({ name }) => name), 'csv', 'parquet'];
    expect(new Set(offered('report', 'format'))).toEqual(new Set(formats));
  });

  it('offers paths, runs or nothing by the placeholder of a value', () => {
    expect(offered('run', 'output-dir')).toBe('folders');
    expect(offered('run', 'dataset')).toBe('files');
    expect(offered('run', 'duration')).toBe('nothing');
    expect(offered('run', 'quiet')).toBeUndefined();
    expect(offered('compare', 'base')).toBe('runs');
  });

  it('offers runs to each command that takes a run directory', () => {
    const takesRun = ({ operands }: CommandDefinition): boolean =>
      operands.some(({ description }) => description.includes('run directory'));
    const names = COMMANDS.filter(takesRun).map(({ name }) => name);
    expect(names).toEqual(['report', 'merge', 'open', 'compare', 'export']);
    expect(
      program.commands.filter(({ offer }) => offer === 'runs').map(({ name }) => name),
    ).toEqual(names);
  });

  it('completes each flag of each command, and those of all commands', () => {
    for (const { name, flags } of program.commands) {
      const definition = COMMANDS.find((one) => one.name === name);
      expect(flags).toHaveLength((definition?.flags.length ?? 0) + 2);
      expect(flags.map(({ long }) => long)).toEqual(expect.arrayContaining(['color', 'help']));
    }
  });
});
