/** Nanoseconds per fraction of a second, by the magic number of a capture file in this byte order. */
const NS_PER_FRACTION = new Map([
  [0xa1b23c4d, 1],
  [0xa1b2c3d4, 1000],
]);
const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
/** Ethernet frames, which the loopback interface of Linux has, too. */
const LINK_ETHERNET = 1;
const ETHERNET_BYTES = 14;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const IPV6_BYTES = 40;
const TCP = 6;

/**
 * A TCP segment.
 * @typedef {object} Segment
 * @property {number} atNs time at the interface, since the epoch
 * @property {number} fromPort
 * @property {number} toPort
 * @property {number} sequence
 * @property {boolean} isSyn
 * @property {Buffer} payload
 */

/**
 * Reads the segments of a capture file, in order of time.
 * @param {Buffer} file as tcpdump writes it
 * @returns {Segment[]}
 * @throws {Error} when it is another kind of file, or a packet is cut
 */
export function readSegments(file) {
  const nsPerFraction = NS_PER_FRACTION.get(file.length >= 4 ? file.readUInt32LE(0) : 0);
  if (nsPerFraction === undefined || file.readUInt32LE(20) !== LINK_ETHERNET) {
    throw new Error('the capture is not a pcap file of Ethernet frames');
  }
  const segments = [];
  for (let at = FILE_HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.length;) {
    const [seconds, fraction, capturedBytes, wireBytes] = [0, 4, 8, 12].map((field) =>
      file.readUInt32LE(at + field),
    );
    const from = at + RECORD_HEADER_BYTES;
    at = from + capturedBytes;
    if (capturedBytes < wireBytes || at > file.length) {
      throw new Error(`the capture has ${capturedBytes} of the ${wireBytes} bytes of a packet`);
    }
    const segment = readFrame(file.subarray(from, at));
    if (segment === undefined) continue;
    segments.push({ atNs: seconds * 1e9 + fraction * nsPerFraction, ...segment });
  }
  return segments.toSorted((one, other) => one.atNs - other.atNs);
}

/** @param {Buffer} frame @returns {Omit<Segment, 'atNs'> | undefined} undefined for what is not TCP */
function readFrame(frame) {
  const type = frame.readUInt16BE(12);
  const packet = frame.subarray(ETHERNET_BYTES);
  if (type === IPV4 && packet[9] === TCP) {
    const headerBytes = (packet[0] & 0x0f) * 4;
    // A length of 0 means a packet larger than its field can hold.
    const bytes = packet.readUInt16BE(2) || packet.length;
    return readTcp(packet.subarray(headerBytes, bytes));
  }
  if (type === IPV6 && packet[6] === TCP) {
    const bytes = packet.readUInt16BE(4);
    return readTcp(packet.subarray(IPV6_BYTES, bytes === 0 ? packet.length : IPV6_BYTES + bytes));
  }
  return undefined;
}

/** @param {Buffer} tcp */
function readTcp(tcp) {
  return {
    fromPort: tcp.readUInt16BE(0),
    toPort: tcp.readUInt16BE(2),
    sequence: tcp.readUInt32BE(4),
    isSyn: (tcp[13] & 0x02) !== 0,
    payload: tcp.subarray((tcp[12] >> 4) * 4),
  };
}
