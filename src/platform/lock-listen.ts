import type { Socket } from 'node:net';
import { Fault } from '../faults/index.js';
import { reasonOf } from './reasons.js';

export type Net = typeof import('node:net');
export type Release = () => void;

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Listen on a unix socket or named pipe; undefined if somebody has the address. */
export const listen = (net: Net, address: string): Promise<Release | undefined> =>
  new Promise((resolve, reject) => {
    const waiting = new Set<Socket>();
    const server = net.createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => waiting.delete(socket));
      socket.unref();
    });
    server.once('error', (error) => {
      const code = codeOf(error);
      // Windows answers EACCES for a pipe whose first instance another process has.
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(undefined);
      else
        reject(
          new Fault(
            'AG212',
            { path: address, reason: `the lock cannot be made here: ${reasonOf(String(code))}` },
            undefined,
            error,
          ),
        );
    });
    server.listen({ path: address, exclusive: true }, () => {
      server.unref();
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
        waiting.clear();
      });
    });
  });

/**
 * Connect to the holder and wait until it lets go or dies.
 * @param left milliseconds
 * @returns dead: nobody listens there · moved: look again · held: somebody still holds it
 */
export const untilGone = (net: Net, address: string, left: number): Promise<'dead' | 'moved' | 'held'> =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ path: address });
    let timer: NodeJS.Timeout | undefined;
    const settle = (body: () => void): void => {
      clearTimeout(timer);
      socket.removeAllListeners('close');
      socket.destroy();
      body();
    };
    socket.on('connect', () => {
      timer = setTimeout(() => settle(() => resolve('held')), left);
    });
    socket.on('close', () => settle(() => resolve('moved')));
    socket.on('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED') settle(() => resolve('dead'));
      else if (code === 'ENOENT' || code === 'ECONNRESET' || code === 'EPIPE') settle(() => resolve('moved'));
      else if (code === 'EAGAIN' || code === 'EBUSY') {
        // Alive, with more waiters than its backlog holds; a pause keeps them from spinning.
        settle(() => setTimeout(() => resolve(left > 5 ? 'moved' : 'held'), Math.min(left, 5)));
      } else
        settle(() =>
          reject(
            new Fault('AG212', { path: address, reason: `the lock: ${reasonOf(String(code))}` }, undefined, error),
          ),
        );
    });
    socket.resume();
  });
