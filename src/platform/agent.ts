import type { Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Agent, AgentIdentity, Machine } from '../ports/index.js';

// draft-miller-ssh-agent, section 5.1: message numbers.
const failure = 5;
const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;

/** OpenSSH's own bound for one message. */
const mostMessage = 256 * 1024;
const listMilliseconds = 2000;
/** Long enough for a person to confirm (`ssh-add -c`), short enough not to hang a job. */
const signMilliseconds = 30_000;

/**
 * The OpenSSH agent at SSH_AUTH_SOCK, or at the named pipe of Windows' OpenSSH. An agent that is absent, does not answer in
 * time or answers nonsense counts as holding no keys; a refused signature is Fault AG410.
 */
export const createAgent = (platform: Machine['platform'], env: Machine['env']): Agent => {
  const path = agentPath(platform, env);
  return {
    identities: async () => {
      if (path === undefined) return [];
      const answer = await ask(path, Buffer.from([requestIdentities]), listMilliseconds);
      if (typeof answer === 'string') return [];
      return (readIdentities(answer) ?? []).map(({ publicKey, comment, blob }) => ({
        publicKey,
        comment,
        sign: (message) => sign(path, blob, message),
      }));
    },
  };
};

export const agentPath = (platform: Machine['platform'], env: Machine['env']): string | undefined => {
  const socket = env['SSH_AUTH_SOCK'];
  if (platform === 'win32') return socket?.startsWith('\\\\.\\pipe\\') ? socket : '\\\\.\\pipe\\openssh-ssh-agent';
  return socket !== undefined && isAbsolute(socket) ? socket : undefined;
};

const sign = async (path: string, blob: Uint8Array, message: Uint8Array): Promise<Uint8Array> => {
  const request = Buffer.concat([
    Buffer.from([signRequest]),
    sshString(blob),
    sshString(message),
    Buffer.from([0, 0, 0, 0]),
  ]);
  const answer = await ask(path, request, signMilliseconds);
  if (typeof answer === 'string') throw new Fault('AG410', { reason: answer });
  if (answer[0] === failure) throw new Fault('AG410', { reason: 'the ssh-agent refused to sign' });
  const signature = readSignature(answer);
  if (signature === undefined) {
    throw new Fault('AG410', { reason: 'the ssh-agent answered with something other than an Ed25519 signature' });
  }
  return signature;
};

interface Held extends Pick<AgentIdentity, 'publicKey' | 'comment'> {
  /** The key as the agent names it. */
  readonly blob: Uint8Array;
}

/** The Ed25519 keys of an identities answer, in its order (RSA, ECDSA, sk- and certificates are left out); undefined if it is malformed. */
export const readIdentities = (answer: Uint8Array): readonly Held[] | undefined => {
  const reader = new Reader(answer);
  if (reader.byte() !== identitiesAnswer) return undefined;
  const count = reader.number();
  if (count === undefined || count > mostMessage / 8) return undefined;
  const held: Held[] = [];
  for (let i = 0; i < count; i++) {
    const blob = reader.string();
    const comment = reader.string();
    if (blob === undefined || comment === undefined) return undefined;
    const publicKey = readTyped(blob, 32);
    if (publicKey !== undefined) held.push({ publicKey, comment: Buffer.from(comment).toString('utf8'), blob });
  }
  return reader.atEnd ? held : undefined;
};

const readSignature = (answer: Uint8Array): Uint8Array | undefined => {
  const reader = new Reader(answer);
  if (reader.byte() !== signResponse) return undefined;
  const blob = reader.string();
  return blob === undefined || !reader.atEnd ? undefined : readTyped(blob, 64);
};

/** `string "ssh-ed25519", string content`, the form that keys and signatures share (RFC 8709). */
const readTyped = (blob: Uint8Array, length: number): Uint8Array | undefined => {
  const reader = new Reader(blob);
  const type = reader.string();
  const content = reader.string();
  if (type === undefined || Buffer.from(type).toString('latin1') !== 'ssh-ed25519') return undefined;
  return content?.length === length && reader.atEnd ? new Uint8Array(content) : undefined;
};

/** Reads RFC 4251 data; every verb answers undefined past the end. */
class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  byte(): number | undefined {
    const value = this.bytes[this.at];
    this.at += 1;
    return value;
  }

  number(): number | undefined {
    if (this.at + 4 > this.bytes.length) return undefined;
    const value = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.at, 4).readUInt32BE();
    this.at += 4;
    return value;
  }

  string(): Uint8Array | undefined {
    const length = this.number();
    if (length === undefined || this.at + length > this.bytes.length) return undefined;
    const value = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return value;
  }
}

const sshString = (content: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
};

/** One request, one answer, one connection. @returns the message, or in words why there is none */
const ask = async (path: string, request: Uint8Array, milliseconds: number): Promise<Uint8Array | string> => {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    let socket: Socket | undefined;
    let timer: NodeJS.Timeout | undefined;
    const finish = (result: Uint8Array | string): void => {
      clearTimeout(timer);
      socket?.destroy();
      resolve(result);
    };
    timer = setTimeout(() => finish(`the ssh-agent did not answer in ${milliseconds / 1000} s`), milliseconds);
    let received = Buffer.alloc(0);
    socket = connect(path);
    socket.on('error', () => finish('the ssh-agent cannot be reached'));
    socket.on('close', () => finish('the ssh-agent hung up'));
    socket.on('connect', () => socket?.write(sshString(request)));
    socket.on('data', (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) return;
      const length = received.readUInt32BE();
      if (length === 0 || length > mostMessage) finish('the ssh-agent answered nonsense');
      else if (received.length >= 4 + length) finish(new Uint8Array(received.subarray(4, 4 + length)));
    });
  });
};
