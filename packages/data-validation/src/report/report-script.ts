/** What the page does when used: filter, sort, switch scales and splits. Without it every card is shown as in the data. */
export const reportScript = `
(() => {
  const body = document.body;
  for (const pair of document.querySelectorAll('.pair')) {
    const form = pair.querySelector('form');
    const cards = [...pair.querySelectorAll('.card')];
    const grid = pair.querySelector('.cards');
    const update = () => {
      const { text, type, order, findings, log, full } = form.elements;
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const card of cards) {
        const { name, type: own, findings: found } = card.dataset;
        card.hidden = !name.toLowerCase().includes(wanted) || (type.value && own !== type.value) || (findings?.checked && found === '0');
        if (!card.hidden) shown++;
      }
      const key = order.value;
      const direction = key === 'index' ? 1 : -1;
      const compare = key === 'name'
        ? (a, b) => a.dataset.name.localeCompare(b.dataset.name)
        : (a, b) => direction * (a.dataset[key] - b.dataset[key]) || a.dataset.index - b.dataset.index;
      grid.append(...cards.sort(compare));
      pair.querySelector('output').value = shown === cards.length ? shown + ' columns' : shown + ' of ' + cards.length + ' columns';
      pair.querySelector('.none').hidden = shown > 0;
      body.classList.toggle('show-log', log.checked);
      body.classList.toggle('show-full', full.checked);
      body.classList.toggle('show-core', !full.checked);
    };
    form.addEventListener('input', update);
    form.addEventListener('submit', (event) => event.preventDefault());
    update();
  }
  const tabs = [...document.querySelectorAll('[role=tab]')];
  const select = (tab) => {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute('aria-selected', chosen);
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute('aria-controls')).hidden = !chosen;
    }
  };
  tabs.forEach((tab, i) => {
    tab.tabIndex = i === 0 ? 0 : -1;
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      select(next);
      next.focus();
    });
  });
})();
`;
