#!/bin/sh
# Everything that must pass, shown as it runs; the last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
passed=0
failed=0
skipped=0

run() {
  { npm run -s "$1" 2>&1; echo $? >"$folder/$1.status"; } | tee "$folder/$1.log"
}

count() {
  ok=$(cat "$folder/$1.status")
  [ "$ok" = 0 ] || status=1
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$folder/$1.log" | tail -n 1)
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
}

echo "== build"
run build
count build
# What needs one core each, side by side.
echo "== lint; check, examples"
{
  run check
  run examples:quick
} >"$folder/beside" &
run lint
wait
cat "$folder/beside"
for step in lint check examples:quick; do
  count "$step"
done
for step in unit e2e; do
  echo "== $step"
  run "$step"
  count "$step"
done
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$status"
