/** Standard alphabet, padded (RFC 4648, section 4). */
export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/**
 * The bytes of standard, padded base64. There is exactly one spelling of any bytes: url alphabet, missing padding,
 * white space and non-zero unused bits are refused.
 * @returns undefined if the text is not that one spelling
 */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  // node decodes leniently; only the canonical text comes out again as it went in.
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};
