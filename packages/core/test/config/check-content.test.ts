import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { refusalOf } from './refusal-of.ts';

const URL = 'http://127.0.0.1:1';

function parse(load: object, target: object = { url: URL }): ReturnType<typeof parseConfig> {
  return parseConfig({ target, phases: { load } });
}

describe('content of requests', () => {
  it('is a size or a duration as text, or an object', () => {
    const { images, audio } = parse({ images: '512x256', audio: '5s' }).phaseOptions.load;
    expect(images).toEqual({ width: 512, height: 256, count: 1 });
    expect(audio).toEqual({ duration: 5000 });
    expect(parse({ images: { files: 'a', count: 2 } }).phaseOptions.load.images).toEqual({
      files: 'a',
      count: 2,
    });
  });

  it.each(['512', '0x10', '5000x10', 'axb'])('refuses the size %s', (images) => {
    expect(() => parse({ images })).toThrow(/phases\.load\.images/);
  });

  it('needs a server', () => {
    expect(refusalOf(() => parse({ images: '4x4' }, {})).text).toContain(
      'phases.load.images needs a server',
    );
  });

  it('has no place in requests of speech', () => {
    const target = { url: URL, api: 'openai-speech' };
    expect(refusalOf(() => parse({ images: '4x4' }, target)).text).toContain(
      'phases.load.images cannot be combined with api "openai-speech"',
    );
  });

  it('is no conversation for a transcription', () => {
    const target = { url: URL, api: 'openai-transcription' };
    const stages = [{ kind: 'sessions', rate: 1 }];
    expect(refusalOf(() => parse({ stages }, target)).text).toContain(
      'a sessions stage cannot be combined with api "openai-transcription"',
    );
  });

  it('has a voice only as speech', () => {
    const target = { url: URL, speech: { voice: 'nova' } };
    expect(refusalOf(() => parse({}, target)).text).toContain(
      'target.speech needs api "openai-speech"',
    );
  });

  it('demands no length of a response with a schema, and leaves it room', () => {
    const outputSchema = { type: 'object' };
    expect(parse({ outputSchema }).phaseOptions.load).toMatchObject({
      outputTokens: 256,
      isOutputDemanded: false,
    });
    expect(parse({ outputSchema, outputTokens: 64 }).phaseOptions.load).toMatchObject({
      outputTokens: 64,
      isOutputDemanded: false,
    });
  });
});
