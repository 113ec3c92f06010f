import { describeMistakes } from './describe-mistakes.ts';
import { requestsMistakes } from './requests.mistakes.ts';

describeMistakes('requests', requestsMistakes);
