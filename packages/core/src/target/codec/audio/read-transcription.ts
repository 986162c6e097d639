import { NO_READING, UNREPORTED_USAGE, type EventReading } from '../decoded-response.ts';
import { readOpenAiEvent } from '../api/read-openai.ts';
import { messageOfBareError, messageOfError } from '../fields/event-error.ts';
import { isRecord, recordOf, textOf } from '../fields/json-fields.ts';
import { countOf } from '../fields/token-usage.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** One event of a transcription: of OpenAI (`transcript.text.delta`), of vLLM (as of a chat), or a whole body. */
export function readTranscriptionEvent(event: unknown): EventReading {
  if (!isRecord(event)) return NO_READING;
  const error = messageOfError(event['error']);
  if (error !== undefined) return { ...NO_READING, error };
  if (Array.isArray(event['choices'])) return readOpenAiEvent(event);
  switch (event['type']) {
    case 'transcript.text.delta':
      return textReading(textOf(event['delta']), event);
    case 'transcript.text.done':
      // It repeats the whole text.
      return { ...textReading('', event), isEnd: true };
  }
  if (typeof event['text'] === 'string') {
    return { ...textReading(event['text'], event), finishReason: 'stop' };
  }
  const bare = messageOfBareError(event);
  return bare === undefined ? NO_READING : { ...NO_READING, error: bare };
}

function textReading(text: string, event: JsonRecord): EventReading {
  const usage = recordOf(event['usage']);
  const hasText = text !== '';
  return {
    text,
    answerText: text,
    isContent: hasText,
    isAnswer: hasText,
    finishReason: '',
    // Usage of type "duration" has no tokens.
    ...(usage === undefined
      ? {}
      : {
          usage: {
            ...UNREPORTED_USAGE,
            inputTokens: countOf(usage['input_tokens']),
            outputTokens: countOf(usage['output_tokens']),
          },
        }),
  };
}
