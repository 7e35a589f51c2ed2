/** Reads the QR code of a card with the camera. Loaded only when asked for; pictures never leave the device. */
import { frameLoop, type QRCamera, QRCanvas, rearCamera } from 'qr/dom.js';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

export default function CardScanner({
  onCode,
  onStop,
}: {
  readonly onCode: (text: string) => void;
  readonly onStop: () => void;
}) {
  const t = useText(voteText);
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
    const canvas = new QRCanvas();
    const start = async () => {
      try {
        camera = await rearCamera(video);
        if (isOver) {
          camera.stop();
          return;
        }
        let last = '';
        endLoop = frameLoop(async () => {
          const found = await camera?.readFrame(canvas);
          if (typeof found !== 'string' || found === last || isOver) return;
          last = found;
          report.current(found);
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
        <Notice tone="warn" title={t.scanFailed} />
      ) : (
        <>
          <video ref={player} className="card-camera" aria-label={t.scanLabel} muted playsInline />
          <p role="status">{t.scanning}</p>
        </>
      )}
      <Button onPress={onStop}>{t.scanStop}</Button>
    </div>
  );
}
