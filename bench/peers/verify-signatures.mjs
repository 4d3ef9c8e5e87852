// The floor of `verify`: nothing but the Ed25519 signature of every envelope, on all cores. Arguments: the folder of the records, the
// public key (32 bytes, base64). Exits 1 if one does not verify.
import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const [folder, key] = isMainThread ? process.argv.slice(2) : [workerData.folder, workerData.key];
const prefix = Buffer.from('302a300506032b6570032100', 'hex');
const publicKey = createPublicKey({
  key: Buffer.concat([prefix, Buffer.from(key, 'base64')]),
  format: 'der',
  type: 'spki',
});

const isSound = (line) => {
  const { payload, payloadType, signatures } = JSON.parse(line);
  const body = Buffer.from(payload, 'base64');
  const head = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `);
  return verify(null, Buffer.concat([head, body]), publicKey, Buffer.from(signatures[0].sig, 'base64'));
};

const verifyShare = (share, of) => {
  const lines = readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'latin1').split('\n').slice(0, -1));
  for (let index = share; index < lines.length; index += of) {
    if (!isSound(lines[index])) throw new Error(`record ${index} does not verify`);
  }
};

if (isMainThread) {
  const cores = availableParallelism();
  for (let share = 1; share < cores; share++) {
    new Worker(new URL(import.meta.url), { workerData: { folder, key, share, of: cores } });
  }
  verifyShare(0, cores);
} else verifyShare(workerData.share, workerData.of);
