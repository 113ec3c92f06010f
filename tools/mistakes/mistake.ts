/** What a user is told: an error, a finding, an HTTP answer, or the output of a command. */
export interface Answer {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

/** Words that must appear in a text. */
export type Words = string | RegExp;

interface MistakeParts {
  /** The mistake as a user would tell it, such as "A CSV file with a row of too many fields". Unique in its table. */
  readonly mistake: string;
  /** Files that are there before, by their names. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** Makes what `files` cannot hold: folders, links, artifacts, servers. What it returns is disposed afterwards. */
  readonly arrange?: ((place: string) => unknown) | undefined;
  /** Makes the mistake. `place` is an empty directory but for what was arranged. */
  readonly run: (place: string) => unknown;
  /** Names that may be new in `place` afterwards. Everything else that is left behind fails the test. */
  readonly leaves?: readonly string[] | undefined;
  /** Parts of the answer that differ from run to run, such as ports, and what to write in their stead. */
  readonly varies?: readonly (readonly [pattern: RegExp, name: string])[] | undefined;
}

/** `run` must throw a `MillraceError`. */
export interface ErrorMistake extends MistakeParts {
  readonly kind?: 'error' | undefined;
  readonly code: string;
  readonly says: readonly Words[];
  readonly cure: Words;
}

/** `run` gives the findings, or answers of another kind, of which one has the code. */
export interface AnswerMistake extends MistakeParts {
  readonly kind: 'finding' | 'response' | 'command';
  readonly run: (place: string) => Promise<readonly Answer[]> | readonly Answer[];
  readonly code: string;
  readonly says: readonly Words[];
  readonly cure: Words;
}

/** Looks like a mistake and works. */
export interface Harmless extends MistakeParts {
  readonly kind: 'works';
  /** What `run` must give. */
  readonly gives: unknown;
  /** How it is understood, in one sentence. */
  readonly because: string;
}

export type Mistake = ErrorMistake | AnswerMistake | Harmless;

export interface MistakeTable {
  /** The heading in the documentation. */
  readonly area: string;
  readonly mistakes: readonly Mistake[];
}

/** One entry of the generated `<name>.answers.json`. */
export interface RecordedAnswer extends Answer {
  readonly mistake: string;
  readonly kind: 'error' | AnswerMistake['kind'] | 'works';
}
