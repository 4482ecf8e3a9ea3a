import type { Locator } from 'playwright-core';

/** Contrast of a text against what is painted behind it, from 1 to 21 as WCAG measures it. */
export function contrast(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (pen === null) {
      return Number.NaN;
    }
    const luminance = (): number => {
      const [red = 0, green = 0, blue = 0] = [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const paint = (colour: string): number => {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      return luminance();
    };
    const behind: Element[] = [];
    for (let part: Element | null = element; part !== null; part = part.parentElement) {
      behind.unshift(part);
    }
    let ground = paint('#fff');
    for (const part of behind) {
      ground = paint(getComputedStyle(part).backgroundColor);
    }
    const ink = paint(getComputedStyle(element).color);
    return (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
  });
}
