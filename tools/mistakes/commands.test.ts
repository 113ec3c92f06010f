import { commandsMistakes } from './commands.mistakes.ts';
import { describeMistakes } from './describe-mistakes.ts';

describeMistakes('commands', commandsMistakes);
