import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Numbers of processors in ELF, by Node's names. */
const MACHINES: ReadonlyMap<string, number> = new Map([
  ['x64', 62],
  ['arm64', 183],
]);

const HEADER_BYTES = 64;
const MAGIC = '\x7FELF';
/** At this offset: 64-bit words, little-endian. */
const IDENT_AT = 4;
const MACHINE_AT = 18;
const SECTIONS_AT = 40;
const SECTION_BYTES_AT = 58;
const SECTION_COUNT_AT = 60;

/** Why the system could not run a binary, found without running it. */
export type BinaryFault = 'not-a-binary' | 'truncated' | 'other-processor';

/**
 * What is wrong with a binary of Linux. The system would crash the process on a truncated one, and run one of another
 * processor as a shell script.
 * @returns undefined for a whole binary of this processor, and for a processor whose binaries are not known
 * @throws the error of the system when it cannot be read
 */
export function binaryFault(
  file: string,
  processor: string = process.arch,
): BinaryFault | undefined {
  const machine = MACHINES.get(processor);
  if (process.platform !== 'linux' || machine === undefined) return undefined;
  const { header, fileBytes } = readHeader(file);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return fileBytes === 0 ? 'truncated' : 'not-a-binary';
  }
  if (fileBytes < HEADER_BYTES) return 'truncated';
  const is64BitLittle = header[IDENT_AT] === 2 && header[IDENT_AT + 1] === 1;
  if (!is64BitLittle || header.readUInt16LE(MACHINE_AT) !== machine) return 'other-processor';
  // Linkers write the table of sections last.
  const sectionsEnd =
    header.readBigUInt64LE(SECTIONS_AT) +
    BigInt(header.readUInt16LE(SECTION_BYTES_AT) * header.readUInt16LE(SECTION_COUNT_AT));
  return sectionsEnd > BigInt(fileBytes) ? 'truncated' : undefined;
}

function readHeader(file: string): { readonly header: Buffer; readonly fileBytes: number } {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
    return { header, fileBytes: fstatSync(descriptor).size };
  } finally {
    closeSync(descriptor);
  }
}
