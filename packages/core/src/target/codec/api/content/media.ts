import type { MediaSource } from '../../../../spec/content/chat-message.ts';

/** The URL of media: as given, or with the data in it. */
export function urlOf(source: MediaSource): string {
  return 'url' in source ? source.url : `data:${source.mediaType};base64,${source.base64}`;
}

/** Formats of recordings whose media type has another name. */
const AUDIO_FORMATS: Readonly<Record<string, string>> = Object.freeze({
  mpeg: 'mp3',
  'x-wav': 'wav',
  wave: 'wav',
  'vnd.wave': 'wav',
  'x-flac': 'flac',
});

/** The format of a recording as the APIs name it. @param mediaType such as `audio/mpeg` */
export function audioFormatOf(mediaType: string): string {
  const [full = ''] = mediaType.split(';');
  const subtype = full
    .slice(full.indexOf('/') + 1)
    .trim()
    .toLowerCase();
  return AUDIO_FORMATS[subtype] ?? subtype;
}
