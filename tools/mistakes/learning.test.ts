import { describeMistakes } from './describe-mistakes.ts';
import { learningMistakes } from './learning.mistakes.ts';

describeMistakes('learning', learningMistakes);
