/**
 * The visible texts of a page whose contrast is below what WCAG 2.2 asks (1.4.3: 4.5, or 3 for large text). Runs in the
 * page, so it holds everything that it needs.
 */
export function findFaintText(): string[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const paint = (colors: readonly string[]): readonly number[] => {
    for (const color of ['#fff', ...colors]) {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
    }
    return Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3));
  };
  // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  const luminance = (color: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = color.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundsBehind = (element: Element): string[] => {
    const colors: string[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      colors.unshift(getComputedStyle(at).backgroundColor);
    return colors;
  };
  const faint: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent!.trim();
    if (element === null || text === '' || element.closest('script, style, option, noscript, title') !== null) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const backgrounds = backgroundsBehind(element);
    const lights = [
      luminance(paint(backgrounds)),
      luminance(paint([...backgrounds, isSvg ? style.fill : style.color])),
    ];
    const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)}: ${text.slice(0, 40)} (${element.tagName})`);
  }
  return [...new Set(faint)];
}
