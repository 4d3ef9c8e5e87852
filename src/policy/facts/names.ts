/** Questions about a stretch of path bytes, asked once a path: none of them allocates. */

/** True if the bytes before `end` are this ASCII text. */
export const endsWith = (bytes: Uint8Array, end: number, text: string): boolean => {
  const from = end - text.length;
  if (from < 0) return false;
  for (let i = text.length - 1; i >= 0; i--) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
};

/** True if the bytes from `start` are this ASCII text. */
export const startsWith = (bytes: Uint8Array, start: number, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
};

const snake = new Uint8Array(256);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789_') snake[char.charCodeAt(0)] = 1;

/** True if there is at least one byte and all are lower-case letters, digits or underscores. */
export const isSnake = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (snake[bytes[i] ?? 0] === 0) return false;
  return end > start;
};
