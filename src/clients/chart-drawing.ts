import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { Chart, type ChartConfiguration, type Plugin, registerables } from 'chart.js';

export interface Drawing {
  readonly config: ChartConfiguration;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly background: string;
}

/** Fonts with Hangul first; the last two carry Latin everywhere. */
const FONTS = ['Noto Sans CJK KR', 'NanumGothic', 'Nanum Gothic', 'Apple SD Gothic Neo', 'Malgun Gothic', 'DejaVu Sans', 'sans-serif'];

Chart.register(...registerables);
Chart.defaults.font.family = FONTS.map((font) => `"${font}"`).join(', ');

/** Draws a chart as PNG. Blocks its thread for about a tenth of a second. */
export function drawChart({ config, width, height, pixelRatio, background }: Drawing): Buffer {
  // chart.js enlarges the canvas by the pixel ratio itself.
  const canvas = createCanvas(width, height);
  // It knows browsers' canvases; this one offers the same drawing calls and no more of the page.
  const chart = new Chart(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, {
    ...config,
    options: { ...config.options, animation: false, responsive: false, devicePixelRatio: pixelRatio },
    plugins: [paintBackground(background)],
  });
  try {
    return canvas.toBuffer('image/png');
  } finally {
    chart.destroy();
  }
}

/** chart.js clears the canvas before it draws, so the background is painted in between. */
function paintBackground(colour: string): Plugin {
  return {
    id: 'background',
    beforeDraw({ ctx, width, height }) {
      ctx.save();
      ctx.fillStyle = colour;
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
    },
  };
}

/** Whether some installed font has Hangul; without one, Korean text is drawn as empty boxes. */
export function hasHangul(): boolean {
  return GlobalFonts.families.some(({ family }) =>
    /CJK|Nanum|Gothic Neo|Malgun|Batang|Unifont|Un\s?Dotum|Pretendard|Source Han/i.test(family),
  );
}
