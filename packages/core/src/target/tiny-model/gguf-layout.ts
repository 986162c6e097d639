/** A value of the metadata of a GGUF file. */
export type GgufValue =
  | { readonly type: 'uint32'; readonly value: number }
  | { readonly type: 'float32'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'float32s'; readonly value: Float32Array }
  | { readonly type: 'int32s'; readonly value: Int32Array };

/** A tensor of a GGUF file: `columns` is the fastest-changing dimension. One row makes it a vector. */
export interface GgufTensor {
  readonly name: string;
  readonly type: 'f32' | 'f16';
  readonly columns: number;
  readonly rows: number;
}

/** Position of a tensor in the file. */
export interface PlacedTensor extends GgufTensor {
  readonly offsetBytes: number;
  readonly elements: number;
}

/** A GGUF file whose tensors are not filled yet. */
export interface GgufLayout {
  readonly file: ArrayBuffer;
  readonly tensors: readonly PlacedTensor[];
}

const ALIGNMENT_BYTES = 32;
const VALUE_TYPE = { uint32: 4, int32: 5, float32: 6, string: 8, array: 9 } as const;
const TENSOR_TYPE = { f32: 0, f16: 1 } as const;
const ELEMENT_BYTES = { f32: 4, f16: 2 } as const;

/** Writes the header of a GGUF file (version 3, little endian) and allocates the whole file, with all tensors zero. */
export function layOutGguf(
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly GgufTensor[],
): GgufLayout {
  const placed: PlacedTensor[] = [];
  let dataBytes = 0;
  for (const tensor of tensors) {
    const elements = tensor.columns * tensor.rows;
    placed.push({ ...tensor, elements, offsetBytes: dataBytes });
    dataBytes = align(dataBytes + elements * ELEMENT_BYTES[tensor.type]);
  }
  const head = encodeHead(metadata, placed);
  const headBytes = align(head.length);
  const file = new ArrayBuffer(headBytes + dataBytes);
  new Uint8Array(file).set(head);
  return {
    file,
    tensors: placed.map((tensor) => ({ ...tensor, offsetBytes: headBytes + tensor.offsetBytes })),
  };
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}

/** Tensor offsets in the header count from the start of the data. */
function encodeHead(
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly PlacedTensor[],
): Buffer {
  const parts = [Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(metadata.size)];
  for (const [key, value] of metadata) parts.push(string(key), ...encodeValue(value));
  for (const tensor of tensors) {
    const dimensions = tensor.rows === 1 ? [tensor.columns] : [tensor.columns, tensor.rows];
    parts.push(
      string(tensor.name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(TENSOR_TYPE[tensor.type]),
      uint64(tensor.offsetBytes),
    );
  }
  return Buffer.concat(parts);
}

function encodeValue(value: GgufValue): Buffer[] {
  switch (value.type) {
    case 'uint32':
      return [uint32(VALUE_TYPE.uint32), uint32(value.value)];
    case 'float32':
      return [uint32(VALUE_TYPE.float32), float32(value.value)];
    case 'string':
      return [uint32(VALUE_TYPE.string), string(value.value)];
    case 'strings':
      return [...arrayHead(VALUE_TYPE.string, value.value.length), ...value.value.map(string)];
    case 'float32s':
      return [
        ...arrayHead(VALUE_TYPE.float32, value.value.length),
        ...Array.from(value.value, float32),
      ];
    case 'int32s':
      return [
        ...arrayHead(VALUE_TYPE.int32, value.value.length),
        ...Array.from(value.value, int32),
      ];
  }
}

function arrayHead(elementType: number, length: number): Buffer[] {
  return [uint32(VALUE_TYPE.array), uint32(elementType), uint64(length)];
}

function string(value: string): Buffer {
  const text = Buffer.from(value);
  return Buffer.concat([uint64(text.length), text]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
