/** One command of a document, and the line where it stands. */
export interface DocumentedCommand {
  readonly command: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * The commands of the fenced `console` and `sh` blocks of a Markdown text: after `$ ` in a console block, every line in a sh block;
 * comments dropped, `a && b` apart.
 */
export const documentedCommands = (markdown: string): readonly DocumentedCommand[] => {
  const found: DocumentedCommand[] = [];
  let fence: string | undefined;
  markdown.split('\n').forEach((text, index) => {
    const mark = /^\s*```(\w*)/.exec(text);
    if (mark !== null) {
      fence = fence === undefined ? mark[1] : undefined;
      return;
    }
    if (fence !== 'console' && fence !== 'sh') return;
    const prompt = text.trimStart().startsWith('$ ');
    if (!prompt && (fence === 'console' || text.trim() === '' || text.trim().startsWith('#'))) return;
    const line = text
      .trim()
      .replace(/^\$ /, '')
      .replace(/\s+#\s.*$/, '');
    for (const command of line.split('&&')) found.push({ command: command.trim(), line: index + 1 });
  });
  return found;
};

/** Whether a command is part of the journey that test/toolchain/readme.test.ts carries out, in order, as it stands. */
export const isJourney = (command: string): boolean => /^(autogov|cd|git) /.test(command);
