import { describeMistakes } from './describe-mistakes.ts';
import { wiringMistakes } from './wiring.mistakes.ts';

describeMistakes('wiring', wiringMistakes);
