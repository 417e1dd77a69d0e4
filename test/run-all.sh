#!/bin/sh
# Everything that must pass, one step after the other, shown as it runs; the last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
passed=0
failed=0
skipped=0
for step in build check lint unit e2e; do
  echo "== $step"
  { npm run -s "$step" 2>&1; echo $? >"$folder/status"; } | tee "$folder/log"
  ok=$(cat "$folder/status")
  [ "$ok" = 0 ] || status=1
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$folder/log" | tail -n 1)
  if [ -n "$line" ]; then
    f=$(echo "$line" | cut -d' ' -f3 | tr -d ,)
    s=$(echo "$line" | sed -n 's/.*, \([0-9]*\) skipped$/\1/p')
    # A step that failed must not read as success, whatever it counted.
    [ "$ok" != 0 ] && [ "$f" = 0 ] && f=1
    # Nor one that says so itself, whatever its exit status.
    [ "$f" != 0 ] && status=1
    passed=$((passed + $(echo "$line" | cut -d' ' -f1)))
    failed=$((failed + f))
    skipped=$((skipped + ${s:-0}))
  elif [ "$ok" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$status"
