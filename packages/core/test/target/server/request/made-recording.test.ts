import { describe, expect, it } from 'vitest';
import type { RequestContent } from '../../../../src/spec/content/request-content.ts';
import { MadeRecordings } from '../../../../src/target/server/request/made-recording.ts';

function asking(text: string): RequestContent {
  return { messages: [{ role: 'user', content: text }] };
}

describe('MadeRecordings', () => {
  it('gives each text another recording, and the same text the same', () => {
    const made = new MadeRecordings();
    const recording = (text: string): string | undefined => made.addTo(asking(text)).audio?.base64;
    expect(recording('one')).toBe(recording('one'));
    expect(recording('one')).not.toBe(recording('two'));
    expect(made.addTo(asking('one')).audio).toMatchObject({
      mediaType: 'audio/wav',
      durationMs: 5000,
    });
  });

  it('keeps the recording that a request has', () => {
    const source = { mediaType: 'audio/wav', base64: 'UklGRg==' };
    const part: RequestContent = {
      messages: [{ role: 'user', content: [{ type: 'audio', source }] }],
    };
    const own = { ...asking('one'), audio: { fileName: 'a', durationMs: 1, ...source } };
    expect(new MadeRecordings().addTo(part)).toBe(part);
    expect(new MadeRecordings().addTo(own)).toBe(own);
  });
});
