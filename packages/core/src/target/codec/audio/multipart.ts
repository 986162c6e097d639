import { Buffer } from 'node:buffer';

/** A file of a form. */
export interface FormFile {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A form with a file, encoded. */
export interface EncodedForm {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** 60 characters that no recording contains by chance. */
const BOUNDARY = `loadcell-${'form-boundary-'.repeat(3)}7d1c9e5a`;

const LINE = '\r\n';

/** Encodes a form of one file and fields of text (RFC 7578). */
export function encodeForm(file: FormFile, fields: Readonly<Record<string, string>>): EncodedForm {
  const texts = Object.entries(fields).map(
    ([name, value]) =>
      `--${BOUNDARY}${LINE}Content-Disposition: form-data; name="${quoted(name)}"${LINE}${LINE}${value}${LINE}`,
  );
  const head =
    `${texts.join('')}--${BOUNDARY}${LINE}` +
    `Content-Disposition: form-data; name="${quoted(file.name)}"; filename="${quoted(file.fileName)}"${LINE}` +
    `Content-Type: ${file.mediaType}${LINE}${LINE}`;
  return {
    bytes: Buffer.concat([
      Buffer.from(head, 'utf8'),
      file.bytes,
      Buffer.from(`${LINE}--${BOUNDARY}--${LINE}`, 'utf8'),
    ]),
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

/** As browsers escape names: quotes and line ends would end the header. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
