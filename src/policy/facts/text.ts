/** Bytes. Larger files are no configuration; nothing is read of them. */
export const largestText = 16 * 1024 * 1024;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** True if the bytes are well-formed UTF-8. */
export const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** UTF-8, with every byte that is none written as `\xNN`. */
export const decode = (bytes: Uint8Array): string => (isUtf8(bytes) ? strict.decode(bytes) : decodePieces(bytes));

const decodePieces = (bytes: Uint8Array): string => {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => i + count <= bytes.length && isUtf8(bytes.subarray(i, i + count)));
    if (length === undefined) {
      out += `\\x${(bytes[i] ?? 0).toString(16).padStart(2, '0')}`;
      i += 1;
    } else {
      out += strict.decode(bytes.subarray(i, i + length));
      i += length;
    }
  }
  return out;
};
