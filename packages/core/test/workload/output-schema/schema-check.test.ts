import { describe, expect, it } from 'vitest';
import { OutputCheck } from '../../../src/workload/output-schema/schema-check.ts';

const CITY = {
  name: 'city',
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, floors: { type: 'integer' } },
    required: ['city'],
    additionalProperties: false,
  },
};

function check(text: string, isCut = false) {
  return new OutputCheck().check(CITY, { text, isCut });
}

describe('OutputCheck', () => {
  it('accepts a response that matches, with space around it', () => {
    expect(check(' {"city": "Ulm", "floors": 3}\n')).toEqual({ check: 'match' });
  });

  it('reports where a response does not match', () => {
    expect(check('{"city": "Ulm", "floors": 2.5}')).toEqual({
      check: 'mismatch',
      reason: '/floors: must be integer',
    });
    expect(check('{"floors": 1}')).toMatchObject({
      check: 'mismatch',
      reason: "must have required property 'city'",
    });
  });

  it('rejects a response that is not JSON', () => {
    expect(check('Ulm')).toEqual({ check: 'mismatch', reason: 'not JSON' });
    expect(check('```json\n{"city": "Ulm"}\n```')).toMatchObject({ check: 'mismatch' });
  });

  it('counts a response that the limit cut apart', () => {
    expect(check('{"city": "U', true)).toMatchObject({ check: 'cut' });
  });

  it('checks a response that is whole at the limit', () => {
    expect(check('{"city": "Ulm"}', true)).toEqual({ check: 'match' });
    expect(check('{"town": "Ulm"}', true)).toMatchObject({ check: 'mismatch' });
  });
});
