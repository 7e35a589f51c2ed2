/** Saves a text as a file on this device, without a server. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read by the time this turn is over; it keeps what it reads.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
