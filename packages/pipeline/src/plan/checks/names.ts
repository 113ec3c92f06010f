import type { LintCheck, LintFinding } from '../lint-pipeline.ts';

const namePart = '[A-Za-z0-9][A-Za-z0-9._-]*';
const pipelineName = /^[A-Za-z][A-Za-z0-9._-]{0,62}$/;
const stepName = new RegExp(`^[A-Za-z][A-Za-z0-9._-]*(/${namePart})*$`);
const longestStep = 200;

/** Names become folders, columns and links: one alphabet, no blanks, and each step its own. */
export const checkNames: LintCheck = ({ pipeline, steps }) => {
  const findings: LintFinding[] = [];
  if (!pipelineName.test(pipeline)) {
    findings.push({
      code: 'wrong-name',
      message: `"${pipeline}" is no name of a pipeline.`,
      cure: 'Begin with a letter and use letters, digits, ".", "_" and "-", at most 63.',
    });
  }
  const seen = new Map<string, number>();
  for (const { id } of steps) {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    if (seen.get(id) !== 1 || (stepName.test(id) && id.length <= longestStep)) continue;
    findings.push({
      code: 'wrong-name',
      step: id,
      message: `"${id}" is no name of a step.`,
      cure: `Use letters, digits, ".", "_" and "-" in \`id\` and in the keys of \`forEach\`; "/" joins them; at most ${longestStep} together.`,
    });
  }
  for (const [id, count] of seen) {
    if (count === 1) continue;
    findings.push({
      code: 'duplicate-id',
      step: id,
      message: `${count} steps are named "${id}".`,
      cure: id.includes('/')
        ? `Give \`forEach\` a key that differs for every item, or the steps inside their own \`id\`.`
        : `Give all but one their own name: \`add(${id}, {...}, { id: '${id}.second' })\`.`,
    });
  }
  return findings;
};
