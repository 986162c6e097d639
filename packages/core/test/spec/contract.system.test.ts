import { beforeAll, describe, expect, it } from 'vitest';
import { readPrintedBlocks, readPrintedInterfaces } from './printed-blocks.ts';
import { typeCheck, type CompilerErrors } from './type-check.ts';

/** Classes of ours that must do what the interface says, and may do more. */
const CLASSES = new Set(['MetricsCollector', 'TestRunner', 'TestError', 'ResourceError']);

const INTERFACE = /^interface (\w+)/gm;
const FIELD = /^ +(\w+)\??[:(]/gm;

/** A file that compiles only when the exported types are those of the specification. */
function contractFile(interfaces: string): string {
  const names = [...interfaces.matchAll(INTERFACE)].map(([, name]) => name ?? '');
  const checks = names.map((name) =>
    CLASSES.has(name)
      ? `export type ${name}Check = Expect<Implements<api.${name}, Spec.${name}>>;`
      : `export type ${name}Check = Expect<Identical<api.${name}, Spec.${name}>>;`,
  );
  return `
import type * as api from '@loadcell/core';
declare namespace Spec {
  // The specification uses this type and leaves it to us.
  type Metrics = api.Metrics;
  ${interfaces.replaceAll(INTERFACE, 'export interface $1')}
}
type Expect<Holds extends true> = Holds;
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2)
  ? [A] extends [B] ? ([B] extends [A] ? true : false) : false
  : false;
type Implements<Class, Contract> = [Class] extends [Contract]
  ? keyof Contract extends keyof Class
    ? Pick<Class, keyof Contract> extends Contract ? SameOptional<Class, Contract> : false
    : false
  : false;
type OptionalKeys<T> = keyof { [Key in keyof T as object extends Pick<T, Key> ? Key : never]: 0 };
type SameOptional<Class, Contract> =
  Identical<OptionalKeys<Pick<Class, keyof Contract & keyof Class>>, OptionalKeys<Contract>>;
${checks.join('\n')}
`;
}

interface Mutant {
  readonly file: string;
  readonly what: string;
  readonly interfaces: string;
}

/** The specification with one field renamed, for each field. */
function renamedFields(interfaces: string): Mutant[] {
  return [...interfaces.matchAll(FIELD)].map((match, index) => {
    const name = match[1] ?? '';
    const at = match.index + match[0].indexOf(name);
    const renamed = `${interfaces.slice(0, at)}${name}Renamed${interfaces.slice(at + name.length)}`;
    return { file: `renamed-${index}.ts`, what: `${name} renamed`, interfaces: renamed };
  });
}

/** The specification with one line replaced. */
function changed(file: string, interfaces: string, from: string, to: string): Mutant {
  if (!interfaces.includes(from)) throw new Error(`The specification does not hold "${from}".`);
  return { file, what: `${from} -> ${to}`, interfaces: interfaces.replace(from, to) };
}

describe('the exported types and the specification', () => {
  const interfaces = readPrintedInterfaces();
  const mutants = [
    ...renamedFields(interfaces),
    changed('no-optional.ts', interfaces, '  maxMemory?: number;\n', ''),
    changed('required.ts', interfaces, 'timeout?: number', 'timeout: number'),
    changed('made-optional.ts', interfaces, '  verbose: boolean', '  verbose?: boolean'),
    changed('other-type.ts', interfaces, 'preservationRate: number', 'preservationRate: string'),
    changed('other-literal.ts', interfaces, "'cross-model' | 'load'", "'cross-model'"),
    changed('more.ts', interfaces, '  verbose: boolean', '  loud?: boolean; verbose: boolean'),
    changed('error-more.ts', interfaces, '  metric?: string', '  unit?: string; metric?: string'),
    changed('error-required.ts', interfaces, '  actual?: number', '  actual: number'),
    changed('promise.ts', interfaces, 'cleanup(): Promise<void>', 'cleanup(): Promise<number>'),
  ];
  let errors: CompilerErrors = new Map();

  beforeAll(() => {
    errors = typeCheck(
      new Map([
        ['as-printed.ts', contractFile(interfaces)],
        ...mutants.map((mutant): [string, string] => [
          mutant.file,
          contractFile(mutant.interfaces),
        ]),
      ]),
    );
  });

  it('finds every interface of the specification', () => {
    expect([...interfaces.matchAll(INTERFACE)].map(([, name]) => name)).toEqual([
      'TestConfig',
      'PerformanceMetrics',
      'TestPhase',
      'TestResults',
      'MetricsCollector',
      'TestRunner',
      'TestReport',
      'MemoryProfile',
      'CrossModelMetrics',
      'TestError',
      'ResourceError',
    ]);
    expect(readPrintedBlocks()).toHaveLength(13);
  });

  it('are the same, field by field', () => {
    expect(errors.get('as-printed.ts')).toBeUndefined();
  });

  it('are distinguished by every field that is renamed, omitted, added or of another type', () => {
    const unnoticed = mutants.filter(({ file }) => !errors.has(file)).map(({ what }) => what);
    expect(mutants.length).toBeGreaterThan(60);
    expect(unnoticed).toEqual([]);
  });

  it('are distinguished for that reason and no other', () => {
    const refused = [...errors].flatMap(([file, messages]) => messages.map((text) => [file, text]));
    const other = refused.filter(([, text]) => !text?.includes("'false' does not satisfy"));
    expect(other).toEqual([]);
  });
});
