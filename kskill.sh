#!/usr/bin/env bash
# kskill.sh ARGS: runs kskill with ARGS, built first if its sources are newer. Paths in ARGS are the caller's.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
binary=${CARGO_TARGET_DIR:-$root/target}/release/kskill

# Folders count too: a removed file shows in its folder alone.
is_stale() {
  [ -x "$binary" ] || return 0
  local source sources=()
  for source in src knowledge templates build.rs Cargo.toml Cargo.lock; do
    [ ! -e "$root/$source" ] || sources+=("$root/$source")
  done
  [ -n "$(find "${sources[@]}" -newer "$binary" -print -quit)" ]
}

if is_stale; then
  # shellcheck source=tests/testbed/packages.sh
  . "$root/tests/testbed/packages.sh"
  need_rust
  cargo build --release --manifest-path "$root/Cargo.toml" --target-dir "${binary%/release/kskill}" >&2 </dev/null \
    || die "kskill could not be built; cargo's reasons are above"
  # cargo leaves the file alone when nothing of the change reaches it
  touch "$binary"
fi
# what kskill tells to type is what was typed
case $0 in */*) name=$0 ;; *) name=./$0 ;; esac
KSKILL_COMMAND=${KSKILL_COMMAND:-$name} exec "$binary" "$@"
