const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LOG2_E = 1.442695040888963387;

const powersOfTwo = new Float64Array(2048);
for (let exponent = 0; exponent < 2048; exponent++) powersOfTwo[exponent] = 2 ** (exponent - 1023);

/**
 * e^x within one unit in the last place, from additions, multiplications and one division only: the same bits in every
 * engine and in WebAssembly, which has no exponential. `x` is clamped to [-700, 700]. The reduction and the rational
 * approximation are those of fdlibm's e_exp.c.
 */
export function exponential(x: number): number {
  const clamped = Math.min(700, Math.max(-700, x));
  const k = Math.floor(clamped * LOG2_E + 0.5);
  const high = clamped - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return y * powersOfTwo[k + 1023]!;
}
