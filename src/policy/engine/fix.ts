import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { parseToml, parseYaml, removeValue, setValue } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import type { World } from '../../ports/index.js';
import { overlay, type Source, workTree } from '../facts/source.js';
import type { Edit, FixPlan, Place, PlannedFile, PolicyResult } from '../model.js';
import { judgeSource } from './judge.js';

export const planFixes = async (world: World, project: Place, result: PolicyResult): Promise<FixPlan> => {
  const source = workTree(world, project);
  const today = world.clock.now().toISOString().slice(0, 10);
  const writable = (path: string): boolean => {
    const text = source.text(path);
    // Text that would come back as other bytes (it is no UTF-8) is not ours to write.
    const faithful = text === undefined || Buffer.byteLength(text) === source.stat(path)?.size;
    return faithful && isInside(world, project.root, path);
  };
  return planOver(source, today, result, writable);
};

/** @param writable whether a path of the plan may be written at all */
export const planOver = async (
  source: Source,
  today: string,
  result: PolicyResult,
  writable: (path: string) => boolean,
): Promise<FixPlan> => {
  const texts = new Map<string, string>();
  const rulesOf = new Map<string, Set<string>>();
  const untrack = new Set<string>();
  const remaining = new Set<string>();
  const tried = new Set<string>();
  let after = result;
  // A mended file can be the first that another rule has something to say about; every rule gets one turn.
  for (let open = result.edits; open.length > 0; open = after.edits.filter(({ rule }) => !tried.has(rule))) {
    for (const { rule, edits } of open) {
      tried.add(rule);
      for (const edit of edits) {
        if (edit.op === 'untrack') {
          untrack.add(edit.path);
          continue;
        }
        const changed = writable(edit.path)
          ? await applyEdit(edit, texts.get(edit.path) ?? source.text(edit.path))
          : undefined;
        if (changed === undefined) remaining.add(rule);
        else {
          texts.set(edit.path, changed);
          rulesOf.set(edit.path, (rulesOf.get(edit.path) ?? new Set()).add(rule));
        }
      }
    }
    after = await judgeSource(overlay(source, texts, untrack), today);
    refuseBroken(result, after);
  }
  for (const outcome of after.outcomes) {
    if (outcome.result === 'fail' && tried.has(outcome.rule)) remaining.add(outcome.rule);
  }
  const files = [...texts].map(([path, content]): PlannedFile => {
    const before = source.text(path);
    return {
      path,
      action: before === undefined ? 'create' : 'change',
      rules: [...(rulesOf.get(path) ?? [])],
      before: before === undefined ? null : sha256(before),
      after: sha256(content),
      content,
    };
  });
  return {
    files,
    untrack: [...untrack],
    digest: sha256(JSON.stringify(files.map(({ path, before }) => [path, before]))),
    remaining: [...remaining].sort(),
  };
};

/** What could be read before must be readable after. */
const refuseBroken = (before: PolicyResult, after: PolicyResult): void => {
  const broken = after.outcomes.find(
    (outcome) =>
      outcome.result === 'error' &&
      before.outcomes.some((each) => each.rule === outcome.rule && each.result !== 'error'),
  );
  if (broken === undefined) return;
  const [finding] = broken.findings;
  throw new Fault('AG721', { rule: broken.rule, reason: finding?.message ?? '', path: finding?.path ?? '.' });
};

/** @returns the new text, or undefined where the edit cannot be made */
const applyEdit = async (
  edit: Exclude<Edit, { op: 'untrack' }>,
  text: string | undefined,
): Promise<string | undefined> => {
  switch (edit.op) {
    case 'create':
      return text ?? edit.content;
    case 'append':
      return appendLines(text ?? '', edit.lines);
    default: {
      const parse = edit.path.endsWith('.toml') ? parseToml : parseYaml;
      try {
        const document = await parse(text ?? '', edit.path);
        return edit.op === 'set' ? await setValue(document, edit.at, edit.value) : await removeValue(document, edit.at);
      } catch (error) {
        if (error instanceof Fault) return undefined;
        throw error;
      }
    }
  }
};

const appendLines = (text: string, lines: readonly string[]): string => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const present = new Set(text.split(/\r?\n/));
  const missing = lines.filter((line) => line === '' || !present.has(line));
  const gap = text === '' || text.endsWith('\n') ? '' : eol;
  return text + gap + missing.map((line) => `${line}${eol}`).join('');
};

/** True for a path whose folder really lies in the repository, and which is no link: nothing is ever written through one. */
export const isInside = (world: World, root: string, path: string): boolean => {
  if (world.files.stat(join(root, path))?.kind === 'link') return false;
  const realRoot = world.files.real(root);
  for (let folder = dirname(join(root, path)); dirname(folder) !== folder; folder = dirname(folder)) {
    if (world.files.stat(folder) === undefined) continue;
    const real = world.files.real(folder);
    return real !== undefined && realRoot !== undefined && (real === realRoot || real.startsWith(join(realRoot, '/')));
  }
  return false;
};

export const applyFixes = async (world: World, project: Place, plan: FixPlan): Promise<void> => {
  const { files } = world;
  const source = workTree(world, project);
  const before = plan.files.map((file) => ({ file, at: join(project.root, file.path), text: source.text(file.path) }));
  for (const { file, text } of before) {
    const now = text === undefined ? null : sha256(text);
    if (now !== file.before || !isInside(world, project.root, file.path)) throw new Fault('AG720', { path: file.path });
  }
  const undo: (() => void)[] = [];
  try {
    for (const { file, at, text } of before) {
      const mode = files.stat(at)?.mode;
      files.makeFolder(dirname(at));
      undo.push(() => (text === undefined ? files.remove(at) : files.writeAtomic(at, text, mode)));
      files.writeAtomic(at, file.content, mode);
    }
    if (plan.untrack.length > 0) {
      project.repository.text(['update-index', '--force-remove', '-z', '--stdin'], {
        input: `${plan.untrack.join('\0')}\0`,
      });
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
