/** What the page does when used: draws the table of slices, sorts, filters and switches metrics. */
export const reportScript = `
(() => {
  const section = document.getElementById('slices');
  if (!section) return;
  const { metrics, slices, hasBaseline } = JSON.parse(document.getElementById('slice-data').textContent);
  const form = section.querySelector('form');
  const table = section.querySelector('table.slices');
  const body = table.tBodies[0];
  const ends = table.querySelectorAll('.scale-ends span');
  let sort = { key: 'index', direction: 1 };
  const format = (value) => {
    if (value === null) return '\\u2013';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(2).replace('e+', 'e');
    return value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4).replace('-', '\\u2212');
  };
  const signed = (value) => (value !== null && value > 0 ? '+' : '') + format(value);
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const place = (node, left, width) => {
    node.style.left = left + '%';
    if (width !== undefined) node.style.width = width + '%';
    return node;
  };
  const draw = () => {
    const { metric, slicing, text } = form.elements;
    const at = metrics.findIndex(({ name }) => name === metric.value);
    const { title, direction } = metrics[at];
    table.querySelector('.metric-name').textContent = title;
    const wanted = text.value.trim().toLowerCase();
    const rows = slices
      .map((slice, index) => {
        const [value, lower, upper, baseline, change, changeLower, changeUpper] = slice.values[at];
        return { ...slice, index, value, lower, upper, baseline, change, changeLower, changeUpper };
      })
      .filter(({ index, name, slicing: own }) =>
        index === 0 ? wanted === '' : name.toLowerCase().includes(wanted) && (!slicing || slicing.value === '' || own === slicing.value));
    const whole = slices[0].values[at][0];
    const shown = rows.flatMap(({ value, lower, upper, baseline }) => [lower ?? value, upper ?? value, baseline]).filter((x) => x !== null);
    if (whole !== null) shown.push(whole);
    const low = Math.min(...shown);
    const high = Math.max(...shown);
    const x = (value) => (high > low ? ((value - low) / (high - low)) * 96 + 2 : 50);
    ends[0].textContent = shown.length ? format(low) : '';
    ends[1].textContent = shown.length ? format(high) : '';
    rows.sort((a, b) => {
      const [p, q] = [a[sort.key], b[sort.key]];
      if (p === null || q === null) return (p === null) - (q === null);
      return sort.direction * (p - q) || a.index - b.index;
    });
    body.replaceChildren(...rows.map((row) => {
      const line = element('tr', row.index === 0 ? 'all' : '');
      const name = element('th');
      name.scope = 'row';
      name.append(element('bdi', '', row.name));
      const value = element('td', '', format(row.value));
      const cell = element('td', 'wide');
      const track = element('span', 'slice-track');
      if (whole !== null) track.append(place(element('i', 'rule'), x(whole)));
      if (row.lower !== null) {
        track.append(place(element('i', 'interval s0'), x(row.lower), x(row.upper) - x(row.lower)));
        cell.title = format(row.lower) + ' to ' + format(row.upper);
      }
      if (hasBaseline && row.baseline !== null) track.append(place(element('i', 'dot s1'), x(row.baseline)));
      if (row.value !== null) track.append(place(element('i', 'dot s0'), x(row.value)));
      cell.append(track);
      line.append(name, element('td', '', row.rowCount.toLocaleString('en')), value, cell);
      if (hasBaseline) {
        const side = row.changeLower > 0 ? 1 : row.changeUpper < 0 && row.changeUpper !== null ? -1 : 0;
        const verdict = side === 0 || row.changeLower === null ? 'unclear' : direction === 'none' ? 'moved' : (side > 0) === (direction === 'higher') ? 'better' : 'worse';
        const change = element('td', 'change ' + verdict, signed(row.change));
        if (row.changeLower !== null) {
          change.title = signed(row.changeLower) + ' to ' + signed(row.changeUpper);
          if (verdict === 'better' || verdict === 'worse') change.append(element('span', 'visually-hidden', ', ' + verdict));
        }
        line.append(element('td', '', format(row.baseline)), change);
      }
      return line;
    }));
    for (const head of table.querySelectorAll('th[data-sort]')) {
      const isKey = head.dataset.sort === sort.key;
      head.setAttribute('aria-sort', isKey ? (sort.direction > 0 ? 'ascending' : 'descending') : 'none');
    }
    const count = rows.filter(({ index }) => index > 0).length;
    section.querySelector('output').value = count + (count === 1 ? ' slice' : ' slices');
    section.querySelector('.none').hidden = rows.length > 0;
  };
  for (const head of table.querySelectorAll('th[data-sort]')) {
    head.querySelector('button').addEventListener('click', () => {
      const key = head.dataset.sort;
      sort = { key, direction: sort.key === key ? -sort.direction : key === 'index' ? 1 : -1 };
      draw();
    });
  }
  form.addEventListener('input', draw);
  form.addEventListener('submit', (event) => event.preventDefault());
  draw();
})();
`;
