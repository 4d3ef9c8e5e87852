import { Fault } from '../../faults/index.js';
import type { Repository } from '../../ports/index.js';
import { largestText } from './text.js';

/** Blobs of one repository by their ids, read in batches and kept. */
export interface BlobReader {
  /** Read all of these, through one `git cat-file --batch`; those above the bound are only remembered as such. */
  fetch(ids: readonly string[]): void;
  /** Content of a blob; undefined above the bound. @throws Fault AG305 if the repository lacks it */
  read(id: string): Uint8Array | undefined;
  /** Bytes of a blob. @param all every id that may be asked for: the first question asks for all of them at once */
  size(id: string, all: () => readonly string[]): number;
}

export const openBlobs = (repository: Repository): BlobReader => {
  const sizes = new Map<string, number>();
  const contents = new Map<string, Uint8Array>();
  const ask = (args: readonly string[], ids: readonly string[]): Buffer => {
    const { code, stdout, stderr } = repository.run(['cat-file', ...args], { input: `${ids.join('\n')}\n` });
    if (code !== 0) throw failed(stderr.trim().split('\n').at(-1) ?? '');
    return Buffer.from(stdout.buffer, stdout.byteOffset, stdout.length);
  };
  const measure = (ids: readonly string[]): void => {
    const unknown = [...new Set(ids)].filter((id) => !sizes.has(id));
    if (unknown.length === 0) return;
    for (const line of ask(['--batch-check=%(objectname) %(objectsize)', '--buffer'], unknown)
      .toString('latin1')
      .split('\n')) {
      const [id = '', size = ''] = line.split(' ');
      // `<id> missing` is a submodule's commit, or an object that is not there: it fails when it is read.
      if (/^\d+$/.test(size)) sizes.set(id, Number(size));
    }
  };
  const blobs: BlobReader = {
    fetch: (ids) => {
      const unread = [...new Set(ids)].filter((id) => !contents.has(id));
      measure(unread);
      const wanted = unread.filter((id) => (sizes.get(id) ?? 0) <= largestText);
      if (wanted.length === 0) return;
      const bytes = ask(['--batch', '--buffer'], wanted);
      for (let at = 0; at < bytes.length; ) {
        const end = bytes.indexOf(10, at);
        const [id = '', type = '', length = ''] = bytes.toString('latin1', at, end).split(' ');
        if (end < 0 || type === 'missing') throw failed(`object ${id} is missing`);
        const size = Number(length);
        contents.set(id, bytes.subarray(end + 1, end + 1 + size));
        at = end + 1 + size + 1;
      }
    },
    read: (id) => {
      if (!contents.has(id)) blobs.fetch([id]);
      return contents.get(id);
    },
    size: (id, all) => {
      if (!sizes.has(id)) measure([id, ...all()]);
      return sizes.get(id) ?? 0;
    },
  };
  return blobs;
};

const failed = (reason: string): Fault =>
  new Fault('AG305', { command: 'cat-file', reason: reason.replace(/^(fatal|error): /, '') });
