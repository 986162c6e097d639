import { describe, expect, it } from 'vitest';
import { mediaByUrl } from '../../../../src/report/findings/content/media-by-url.ts';
import { schemaMismatches } from '../../../../src/report/findings/content/schema-mismatches.ts';
import type { SchemaCheck } from '../../../../src/spec/content/schema-check.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

function checked(...checks: readonly SchemaCheck[]): PhaseBuilder {
  const phase = new PhaseBuilder('p').stage('closed', 0, 1000);
  for (const schemaCheck of checks) {
    phase.request({ purpose: 'load', stage: 'closed', sentMs: 1, chunksMs: [2], schemaCheck });
  }
  return phase;
}

describe('schema-mismatches', () => {
  it('is a warning that quotes the first response', () => {
    const phase = checked('match', 'mismatch', 'cut').event(3, (place) => ({
      kind: 'schema-mismatch',
      ...place,
      stage: 'closed',
      reason: 'not JSON',
      example: 'Low at six.',
    }));
    expect(severities(schemaMismatches, phase)).toEqual(['warning']);
    expect(advice(schemaMismatches, phase)[0]).toContain('such as: "Low at six." (not JSON)');
    expect(advice(schemaMismatches, phase)[0]).toContain('mismatches 1, of 3');
  });

  it('reports nothing where all match or were cut', () => {
    expect(advice(schemaMismatches, checked('match', 'cut'))).toEqual([]);
  });
});

describe('media-by-url', () => {
  it('is a warning that names a URL', () => {
    const phase = checked().event(3, (place) => ({
      kind: 'media-by-url',
      ...place,
      url: 'https://example.org/a.png',
    }));
    expect(advice(mediaByUrl, phase)[0]).toContain('https://example.org/a.png');
  });

  it('reports nothing without one', () => {
    expect(advice(mediaByUrl, checked())).toEqual([]);
  });
});
