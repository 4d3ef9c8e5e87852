import type { Clock, Random } from '../ports/index.js';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new ULID: 48 bits of UTC milliseconds and 80 random bits as 26 characters of Crockford's base32; sorts by time.
 * @see github.com/ulid/spec
 */
export const newId = (clock: Pick<Clock, 'now'>, random: Random): string => {
  const bytes = random.bytes(10);
  let value = BigInt(clock.now().getTime());
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let id = '';
  for (let i = 0; i < 26; i++) {
    id = `${alphabet[Number(value & 31n)]}${id}`;
    value >>= 5n;
  }
  return id;
};
