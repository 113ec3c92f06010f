const cures: readonly (readonly [codes: readonly string[], words: RegExp, cure: string])[] = [
  [
    ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'],
    /no space left|disk is full|quota exceeded/i,
    'Make room on the disk (`df -h` shows it), then try again.',
  ],
  [
    ['EROFS', 'SQLITE_READONLY'],
    /read-?only file system|readonly database/i,
    'The place is read-only: name another directory, or make it writable.',
  ],
  [
    ['EMFILE', 'ENFILE'],
    /too many open files/i,
    'Raise the limit of open files (`ulimit -n`), or do less at once, then try again.',
  ],
  [['EFBIG'], /file too large/i, 'Raise the limit of the size of files (`ulimit -f`), then try again.'],
  [
    ['EACCES', 'EPERM'],
    /permission denied|operation not permitted/i,
    'Give this user the right to the place (`ls -ld` shows who has it), or name another.',
  ],
  [
    ['EEXIST', 'ENOTDIR'],
    /not a directory/i,
    'A file stands where a directory belongs: rename or remove it, or name another directory.',
  ],
  [['EIO'], /input\/output error/i, 'The disk reports an error: check it (`dmesg` tells more), then try again.'],
];

/**
 * What to do when the operating system refused something: no room, no right, too many open files. Knows errors of
 * Node.js by their `code`, those of embedded engines by their words; undefined for anything else.
 */
export function cureOfFailure(error: unknown): string | undefined {
  const { code, message, syscall } = (error ?? {}) as Readonly<Record<'code' | 'message' | 'syscall', unknown>>;
  // What Node.js says of a directory that cannot be made on a read-only disk.
  if (code === 'ENOENT' && syscall === 'mkdir') return cureOfFailure({ code: 'EROFS' });
  const byCode = cures.find(([codes]) => codes.some((known) => typeof code === 'string' && isSame(code, known)));
  const text = typeof message === 'string' ? message : typeof error === 'string' ? error : '';
  return (byCode ?? cures.find(([, words]) => words.test(text)))?.[2];
}

/** SQLite adds what happened where: `SQLITE_READONLY_DIRECTORY`. */
function isSame(code: string, known: string): boolean {
  return code === known || code.startsWith(`${known}_`);
}
