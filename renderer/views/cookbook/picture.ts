import type { Palette } from '../../theme/palette.ts';

const NAME_HEIGHT = 44;

/** Pictures side by side as one, their names above; data addresses of PNG. */
export async function stitched(
  pictures: readonly string[],
  names: readonly string[],
  palette: Palette,
): Promise<string> {
  const [first = ''] = pictures;
  if (pictures.length < 2) return first;
  const images = await Promise.all(pictures.map(loaded));
  const canvas = document.createElement('canvas');
  canvas.width = images.reduce((sum, { width }) => sum + width, 0);
  canvas.height = NAME_HEIGHT + Math.max(...images.map(({ height }) => height));
  const context = canvas.getContext('2d');
  if (!context) return first;
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = palette.text;
  context.font = `600 24px ${palette.font}`;
  let x = 0;
  for (const [index, image] of images.entries()) {
    context.fillText(names[index] ?? '', x + 12, 30);
    context.drawImage(image, x, NAME_HEIGHT);
    x += image.width;
  }
  return canvas.toDataURL('image/png');
}

async function loaded(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}
