import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { renderJunit } from '../../../src/report/junit/render-junit.ts';
import type { Conclusion } from '../../../src/report/results/conclude-run.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { builtBaseline, builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const schema = XmlDocument.fromString(
  readFileSync(new URL('fixtures/junit.xsd', import.meta.url), 'utf8'),
);
const validator = XsdValidator.fromDoc(schema);

afterAll(() => {
  validator.dispose();
  schema.dispose();
});

/** Parses with libxml2 and validates: throws on XML that is not well-formed or not valid. */
function parse(xml: string): XmlDocument {
  const document = XmlDocument.fromString(xml);
  onTestFinished(() => document.dispose());
  validator.validate(document);
  return document;
}

function attribute(document: XmlDocument, xpath: string, name: string): string | undefined {
  const [node] = document.find(xpath);
  return node instanceof XmlElement ? node.attr(name)?.value : undefined;
}

function namesOf(document: XmlDocument, xpath: string): (string | undefined)[] {
  return document
    .find(xpath)
    .map((node) => (node instanceof XmlElement ? node.attr('name')?.value : undefined));
}

const baseline = builtBaseline().build(5900);

describe('renderJunit', () => {
  test('has a suite for each phase and a case for each criterion, counted right', () => {
    const document = parse(
      renderJunit(
        concluded([baseline, builtLoad().build(5500)], {
          criteria: { maxMemoryUsage: 1000, errorRate: 0 },
        }),
      ),
    );
    expect(namesOf(document, '/testsuites/testsuite')).toEqual(['baseline', 'load']);
    expect(namesOf(document, '//testsuite[@name="baseline"]/testcase')).toEqual([
      'completes',
      'maxMemoryUsage',
      'errorRate',
    ]);
    const counts = ['tests', 'failures', 'errors', 'skipped'];
    expect(counts.map((name) => attribute(document, '/testsuites', name))).toEqual([
      '7',
      '2',
      '0',
      '0',
    ]);
  });

  test('names the stage of a case and of a property, a sweep by its own name', () => {
    const load = builtLoad();
    load.stage('sweep/16', 4500, 4600);
    load.request({ purpose: 'probe', sentMs: 4500, chunksMs: [4510] });
    const document = parse(
      renderJunit(
        concluded([load.build(5500)], {
          criteria: { errorRate: 0, 'stages.sweep.errorRate': 0 },
          stages: { load: ['closed', 'open', 'burst', 'sweep'] },
        }),
      ),
    );
    const places = document
      .find('//testcase')
      .map((node) =>
        node instanceof XmlElement
          ? `${node.attr('classname')?.value} ${node.attr('name')?.value}`
          : '',
      );
    expect(places).toEqual([
      'loadcell.load completes',
      'loadcell.load.closed errorRate',
      'loadcell.load.open errorRate',
      'loadcell.load.sweep stages.sweep.errorRate',
      'loadcell.load.burst completes',
    ]);
    expect(
      attribute(document, '//testcase[@classname="loadcell.load.burst"]/skipped', 'message'),
    ).toBe('no reason was recorded');
    expect(attribute(document, '//property[@name="open.timeToFirstToken.p95"]', 'value')).toBe(
      '20 ms',
    );
    expect(namesOf(document, '//property')).not.toContain('timeToFirstToken.p95');
  });

  test('a failure has value, threshold and distance', () => {
    const document = parse(
      renderJunit(concluded([baseline], { criteria: { maxMemoryUsage: 1000 } })),
    );
    const failure = '//testcase[@name="maxMemoryUsage"]/failure';
    expect(attribute(document, failure, 'type')).toBe('missed');
    expect(attribute(document, failure, 'message')).toMatch(/^maxMemoryUsage: /u);
    const content = document.get(failure)?.content ?? '';
    expect(content).toContain('value: 251658240 bytes');
    expect(content).toContain('threshold: at most 1000 bytes');
  });

  test('a criterion without a value is a failure and no skip', () => {
    const document = parse(renderJunit(concluded([baseline], { criteria: { heapUsed: 1 } })));
    expect(attribute(document, '//testcase[@name="heapUsed"]/failure', 'type')).toBe(
      'not-measured',
    );
    expect(document.get('//testcase[@name="heapUsed"]/failure')?.content).toContain(
      'value: not measured',
    );
  });

  test('measured values are properties, in base units', () => {
    const document = parse(renderJunit(concluded([baseline])));
    const property = '//testsuite/properties/property[@name="memoryUsage.max"]';
    expect(attribute(document, property, 'value')).toBe('251658240 bytes');
    expect(namesOf(document, '//property')).not.toContain('heapUsed.max');
  });

  test('skipped phases are skipped with the reason, and what went wrong is an error', () => {
    const document = parse(
      renderJunit(
        concluded(
          [baseline],
          { errors: [new TestError('It burnt.', { phase: 'baseline' })] },
          { status: 'killed', skipped: [{ phase: 'cross-model', reason: 'one model only' }] },
        ),
      ),
    );
    const skipped = '//testsuite[@name="cross-model"]/testcase/skipped';
    expect(attribute(document, skipped, 'message')).toBe('one model only');
    expect(attribute(document, '//testsuite[@name="baseline"]//error', 'message')).toBe(
      'It burnt.',
    );
    expect(attribute(document, '//testsuite[@name="run"]//error', 'type')).toBe('incomplete');
  });

  test('is well-formed and valid whatever text a server sends, and keeps what XML can hold', () => {
    const brief = new PhaseBuilder('baseline').build(10);
    const hostile = (text: string): Conclusion =>
      concluded([brief], {
        errors: [new TestError(`before ${text} after`, { phase: 'baseline' })],
        title: `t${text}`,
      });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const document = parse(renderJunit(hostile(text)));
        const message = attribute(document, '//error', 'message') ?? '';
        expect(message.startsWith('before')).toBe(true);
        expect(message.endsWith('after')).toBe(true);
      }),
      { numRuns: 60, examples: [['\u0000\u001B[31m]]>&<"\uD800\uFFFE\uFFFF\n\t']] },
    );
    expect(attribute(parse(renderJunit(hostile('<a & "b">'))), '//error', 'message')).toBe(
      'before <a & "b"> after',
    );
  });
});
