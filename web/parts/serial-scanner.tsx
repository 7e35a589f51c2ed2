/** Reads a QR code with the camera, for the desk. Pictures never leave the device; without a camera one types. */
import { frameLoop, type QRCamera, QRCanvas, rearCamera } from 'qr/dom.js';
import { useEffect, useRef, useState } from 'react';
import { deskText } from '../text/desk.ts';
import { useText } from '../text/texts.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import './serial-scanner.css';

/** The same code is reported again only after it was out of the picture, or after this. */
const REPEAT_MS = 4_000;

export function SerialScanner({
  onCode,
  onStop,
}: {
  readonly onCode: (text: string) => void;
  readonly onStop: () => void;
}) {
  const t = useText(deskText);
  const player = useRef<HTMLVideoElement>(null);
  const report = useRef(onCode);
  report.current = onCode;
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const video = player.current;
    if (video === null) return;
    let camera: QRCamera | undefined;
    let endLoop: (() => void) | undefined;
    let isOver = false;
    let last = { code: '', at: 0 };
    const canvas = new QRCanvas();
    const start = async () => {
      try {
        camera = await rearCamera(video);
        if (isOver) return camera.stop();
        endLoop = frameLoop(async () => {
          const found = await camera?.readFrame(canvas);
          const now = performance.now();
          if (typeof found !== 'string' || isOver) return;
          const isSame = found === last.code && now - last.at < REPEAT_MS;
          last = { code: found, at: now };
          if (!isSame) report.current(found);
        }, video);
      } catch {
        setFailed(true);
      }
    };
    void start();
    return () => {
      isOver = true;
      endLoop?.();
      camera?.stop();
    };
  }, []);
  return (
    <div className="stack-tight">
      {hasFailed ? (
        <Notice tone="warn" title={t.cameraFailed} />
      ) : (
        <>
          <video ref={player} className="serial-camera" aria-label={t.cameraLabel} muted playsInline />
          <p className="muted" role="status">
            {t.scanning}
          </p>
        </>
      )}
      <Button onPress={onStop}>{t.cameraStop}</Button>
    </div>
  );
}
