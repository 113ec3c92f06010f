// #region make
import { writeFileSync } from 'node:fs';
import { createRandom } from '@millrace/core';

const random = createRandom(1);
const rows = Array.from({ length: 2000 }, () => {
  const visits = random.nextInteger(40);
  const age = 18 + random.nextInteger(60);
  const country = ['AT', 'DE', 'FR', 'PL'][random.nextInteger(4)];
  const risk = 1 / (1 + Math.exp(0.15 * visits - (country === 'PL' ? 2.5 : 1)));
  return [visits, age, country, random.next() < risk ? 1 : 0].join(',');
});
writeFileSync('customers.csv', ['visits,age,country,churned', ...rows, ''].join('\n'));
// #endregion make
