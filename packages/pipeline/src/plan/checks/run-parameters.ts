import { describeKnownNames } from '@millrace/core';
import type { LintCheck } from '../lint-pipeline.ts';

/** Every parameter of the run is one that the build looks at: a misspelt one would change nothing without a word. */
export const checkRunParameters: LintCheck = ({ pipeline, parameters: { given, read } }) =>
  given
    .filter((name) => !read.has(name))
    .map((name) => ({
      code: 'unread-parameter',
      message: `The pipeline "${pipeline}" is given the parameter "${name}" and does not read it.`,
      cure: read.size === 0 ? 'Leave it out: this pipeline reads none.' : describeKnownNames(name, read),
    }));
