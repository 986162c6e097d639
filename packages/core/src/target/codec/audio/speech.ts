import { API_PATHS } from '../../../spec/api-name.ts';
import { createAudioMeter } from '../../../spec/media/create-audio-meter.ts';
import { plainPrompt } from '../api/prompt-codec.ts';
import type { Codec, Query } from '../codec.ts';
import { jsonRequest, type HttpOrigin } from '../http-request.ts';
import { SpeechDecoder } from './speech-decoder.ts';
import { SPEECH_MEDIA_TYPES, type SpeechOptions } from './speech-options.ts';

/** What is requested where nothing is configured, as in requests that probe a server. */
const DEFAULT_SPEECH: SpeechOptions = Object.freeze({
  voice: 'alloy',
  format: 'wav',
  pcmHz: 24_000,
});

/** `/v1/audio/speech`: a text, and audio as it is made. */
export const openAiSpeech: Codec = Object.freeze({
  name: 'openai-speech',
  encode: (origin: HttpOrigin, query: Query) => {
    const { voice, format } = query.speech ?? DEFAULT_SPEECH;
    const body = {
      model: query.model,
      input: plainPrompt(query.messages),
      voice,
      response_format: format,
      ...query.fields,
      ...query.extraBody,
    };
    return jsonRequest(origin, API_PATHS['openai-speech'], body, '*/*');
  },
  createDecoder: (contentType: string, _isStreamed: boolean, query?: Query) => {
    const { format, pcmHz } = query?.speech ?? DEFAULT_SPEECH;
    const meter = createAudioMeter(SPEECH_MEDIA_TYPES[format] ?? '', pcmHz);
    return new SpeechDecoder(contentType, meter);
  },
});
