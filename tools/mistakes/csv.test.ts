import { csvMistakes } from './csv.mistakes.ts';
import { describeMistakes } from './describe-mistakes.ts';

describeMistakes('csv', csvMistakes);
