import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embedJson, escapeHtml } from '../../../src/report/page/embed-json.ts';

const hostile = fc.stringMatching(/^[<>&"'!/a-z\u2028\u2029\\-]*$/u);

describe('embedJson', () => {
  test('parses to the same value', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        expect(JSON.parse(embedJson({ text }))).toEqual({ text });
      }),
    );
  });

  test('contains no script end, comment start or JavaScript line break', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(embedJson([text])).not.toMatch(/[<>&\u2028\u2029]/u);
      }),
    );
  });
});

describe('escapeHtml', () => {
  test('escapes every character that HTML interprets', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
    );
  });
});
