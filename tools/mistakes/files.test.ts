import { describeMistakes } from './describe-mistakes.ts';
import { filesMistakes } from './files.mistakes.ts';

describeMistakes('files', filesMistakes);
