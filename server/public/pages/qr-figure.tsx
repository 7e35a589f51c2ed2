/** A QR code as SVG: one path, black on white in every mode. */
import encodeQR from 'qr';

/** The dark modules of a QR code, one square each, in a grid of `size`. */
export function qrSquares(text: string): { readonly size: number; readonly path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'quartile', border: 2 });
  const path = rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { size: rows.length, path };
}

export function QrFigure({ text, label }: { text: string; label: string }) {
  const { size, path } = qrSquares(text);
  return (
    <figure className="qr-figure">
      <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`${label}: ${text}`}>
        <rect width={size} height={size} fill="#ffffff" />
        <path d={path} fill="#000000" shapeRendering="crispEdges" />
      </svg>
      <figcaption>
        {label}
        <br />
        <span className="hash">{text}</span>
      </figcaption>
    </figure>
  );
}
