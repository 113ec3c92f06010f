import { expect, it } from 'vitest';
import { html, jsonData, prose, trustedText } from './html.ts';

it('escapes what is put in, joins lists and leaves out what is absent', () => {
  const name = `<b a="x">'&`;
  expect(html`<p>${name}${7}${false}${undefined}${[html`<i>${'<'}</i>`, '>']}</p>`.markup).toBe(
    '<p>&lt;b a=&quot;x&quot;&gt;&#39;&amp;7<i>&lt;</i>&gt;</p>',
  );
});

it('replaces characters that hide what follows', () => {
  expect(html`${'a\u0000b\tc\uFFFE'}`.markup).toBe('a\uFFFDb\tc\uFFFD');
});

it('keeps data from ending its script, and marks code in prose', () => {
  expect(jsonData({ text: '</script>' }).markup).toBe('{"text":"\\u003c/script>"}');
  expect(prose('raise `a<b`').markup).toBe('raise <code>a&lt;b</code>');
  expect(trustedText('p > a {}').markup).toBe('p > a {}');
});
