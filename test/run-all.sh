#!/bin/sh
# Everything that must pass, one step after the other; the last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
log=$(mktemp)
status=0
passed=0
failed=0
skipped=0
for step in build check lint unit e2e; do
  echo "== $step"
  npm run -s "$step" >"$log" 2>&1 && ok=1 || ok=0
  cat "$log"
  [ "$ok" = 0 ] && status=1
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -1)
  if [ -n "$line" ]; then
    passed=$((passed + $(echo "$line" | cut -d' ' -f1)))
    f=$(echo "$line" | cut -d' ' -f3)
    [ "$ok" = 0 ] && [ "$f" = 0 ] && f=1
    failed=$((failed + f))
    s=$(echo "$line" | sed -n 's/.*, \([0-9]*\) skipped$/\1/p')
    skipped=$((skipped + ${s:-0}))
  elif [ "$ok" = 1 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
rm -f "$log"
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$status"
