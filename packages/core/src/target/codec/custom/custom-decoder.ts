import type { EventReading } from '../decoded-response.ts';
import { NO_READING, UNREPORTED_USAGE } from '../decoded-response.ts';
import { chooseFraming } from '../framing/choose-framing.ts';
import { ResponseDecoder } from '../response-decoder.ts';
import type { CodecReading } from './codec-module.ts';

/**
 * Decodes a response by a reader of the user. A stream ends with its body where no event ends it: HTTP shows whether the body
 * is complete.
 * @param read throws an error with a message for users where an event cannot be read
 */
export function customDecoder(
  contentType: string,
  isStreamed: boolean,
  read: (event: unknown) => CodecReading | undefined,
): ResponseDecoder {
  const decoder: ResponseDecoder = new ResponseDecoder(
    chooseFraming(contentType, isStreamed ? 'sse' : 'whole-body'),
    (event) => {
      try {
        return readingOf(read(event));
      } catch (error) {
        decoder.refuse('codec', error instanceof Error ? error.message : String(error));
        return NO_READING;
      }
    },
    { endsWithBody: true },
  );
  return decoder;
}

function readingOf(said: CodecReading | undefined): EventReading {
  if (said === undefined) return NO_READING;
  const { text = '', reasoning = '', finishReason = '', usage, isEnd, error } = said;
  return {
    text: reasoning + text,
    answerText: text,
    isContent: text !== '' || reasoning !== '',
    isAnswer: text !== '',
    finishReason,
    ...(usage === undefined ? {} : { usage: { ...UNREPORTED_USAGE, ...usage } }),
    ...(isEnd === undefined ? {} : { isEnd }),
    ...(error === undefined ? {} : { error }),
  };
}
