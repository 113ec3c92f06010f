import { describeMistakes } from './describe-mistakes.ts';
import { valuesMistakes } from './values.mistakes.ts';

describeMistakes('values', valuesMistakes);
