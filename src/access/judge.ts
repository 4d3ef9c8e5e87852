import type { SignerLine } from './allowed-signers.js';
import type { Access, Decision, Question } from './model.js';

/** Whether the newest link of the chain grants a key this namespace, and which line of allowed_signers says so. */
export const judge = (access: Pick<Access, 'signers'>, question: Question): Decision => {
  const line = access.signers.find((signer) => Buffer.compare(signer.publicKey, question.publicKey) === 0);
  if (line === undefined) return { allowed: false, reason: 'no line of allowed_signers names this key' };
  const at = question.at?.getTime();
  const place = `allowed_signers:${line.line}`;
  const answer = (allowed: boolean, reason: string): Decision => ({
    allowed,
    principal: line.principal,
    line: line.line,
    reason: `${place} ${reason}`,
  });
  if (!line.namespaces.includes(question.namespace)) return answer(false, `does not grant ${question.namespace}`);
  if (at !== undefined) {
    const dated = judgeDates(line, at);
    if (dated !== undefined) return answer(false, dated);
  }
  return answer(true, `grants ${question.namespace}`);
};

const judgeDates = (line: SignerLine, at: number): string | undefined => {
  if (line.validAfter !== undefined && at < line.validAfter) {
    return `grants nothing before ${new Date(line.validAfter).toISOString()}`;
  }
  if (line.validBefore !== undefined && at >= line.validBefore) {
    return `granted nothing any more from ${new Date(line.validBefore).toISOString()}`;
  }
  return undefined;
};
