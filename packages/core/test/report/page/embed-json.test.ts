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

  test('holds nothing that ends a script or begins a comment, nor a line break of JavaScript', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(embedJson([text])).not.toMatch(/[<>&\u2028\u2029]/u);
      }),
    );
  });
});

describe('escapeHtml', () => {
  test('leaves no character that HTML acts upon', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
    );
  });
});
