/** Reads the QR code on a picture of a part of a page, as the camera of a phone does. */
import type { Browser, Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

export async function readQr(browser: Browser, code: Locator): Promise<string> {
  const png = await code.screenshot();
  const page = await browser.newPage();
  try {
    const { width, height, pixels } = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      // A margin, since a code is found by the quiet zone around it.
      const canvas = new OffscreenCanvas(picture.width + 40, picture.height + 40);
      const brush = canvas.getContext('2d');
      if (brush === null) throw new Error('no canvas');
      brush.fillStyle = '#fff';
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.drawImage(picture, 20, 20);
      const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
      return { width: canvas.width, height: canvas.height, pixels: Array.from(data) };
    }, png.toString('base64'));
    return decodeQR({ width, height, data: Uint8Array.from(pixels) }, { timeLimit: 5_000 });
  } finally {
    await page.close();
  }
}
