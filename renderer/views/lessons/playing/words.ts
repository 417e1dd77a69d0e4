/** "12:40" of seconds. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "12:40 left", "2:05 over" of seconds. */
export function leftWords(seconds: number): string {
  const clock = clockOf(seconds);
  return seconds < 0 ? /* @wc-include */ `${clock} over` : /* @wc-include */ `${clock} left`;
}

/** "+40", "−8", "0" */
export function signed(points: number): string {
  if (points === 0) return '0';
  return points > 0 ? `+${points}` : `−${-points}`;
}
