import { Buffer } from 'node:buffer';
import { API_PATHS } from '../../../spec/api-name.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import { audioDurationMs } from '../../../spec/media/create-audio-meter.ts';
import type { JsonValue } from '../../../spec/content/json-value.ts';
import type { RequestContent } from '../../../spec/content/request-content.ts';
import type { Codec, Query } from '../codec.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { bodyRequest, type HttpOrigin } from '../http-request.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import { encodeForm } from './multipart.ts';
import { readTranscriptionEvent } from './read-transcription.ts';

/** `/v1/audio/transcriptions`: a recording as a file of a form, and its text as JSON or as events. */
export const openAiTranscription: Codec = Object.freeze({
  name: 'openai-transcription',
  encode: (origin: HttpOrigin, query: Query) => {
    const { fileName, mediaType, base64 } = recordingOf(query);
    const file = { name: 'file', fileName, mediaType, bytes: Buffer.from(base64, 'base64') };
    const { bytes, contentType } = encodeForm(file, fieldsOf(query));
    const accept = query.isStreamed ? 'text/event-stream' : 'application/json';
    return bodyRequest(origin, API_PATHS['openai-transcription'], { bytes, contentType, accept });
  },
  createDecoder: (contentType: string, isStreamed: boolean) =>
    new ResponseDecoder(
      chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
      readTranscriptionEvent,
      { endsWithBody: true },
    ),
  mediaMsOf: (query: Query) => query.audio?.durationMs ?? durationOf(recordingOf(query)),
});

type Recording = Pick<NonNullable<RequestContent['audio']>, 'fileName' | 'mediaType' | 'base64'>;

/** The recording of a request, or the first in its messages, as data sets of conversations have it. */
function recordingOf({ audio, messages }: Query): Recording {
  if (audio !== undefined) return audio;
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const part of content) {
      if (part.type !== 'audio' || 'url' in part.source) continue;
      const { mediaType, base64 } = part.source;
      return { fileName: 'recording', mediaType, base64 };
    }
  }
  throw new ConfigError('a request of api "openai-transcription" has no recording', {
    help: 'pass recordings with --audio (phases.load.audio)',
  });
}

/** Milliseconds by the headers of the file. */
function durationOf({ mediaType, base64 }: Recording): number {
  return audioDurationMs(Buffer.from(base64, 'base64'), mediaType);
}

function fieldsOf(query: Query): Record<string, string> {
  const { model, isStreamed, isGreedy, fields, extraBody } = query;
  const own: Record<string, JsonValue> = {
    model,
    response_format: 'json',
    stream: isStreamed,
    ...(isGreedy ? { temperature: 0 } : {}),
    ...fields,
    ...extraBody,
  };
  const texts = Object.entries(own).filter(([, value]) => value !== null);
  return Object.fromEntries(
    texts.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
