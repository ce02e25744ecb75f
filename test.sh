#!/usr/bin/env bash
# test.sh: gets what the tests need and runs all of them, the fast ones first, each stage with its seconds.
# Stops at the first stage that fails. What it downloads is kept in $KSKILL_CACHE (default: under the user's cache).
#
# KSKILL_TEST_BOOTSTRAP=HOST:PORT,... takes that cluster instead of starting Kafka. Its limits: it must have a
# plaintext listener without authentication, and anybody may create, write, read and delete topics; what needs
# TLS, SASL or three brokers is skipped; the tests' own topics are deleted, their groups are left to expire.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null
# shellcheck source=tests/testbed/packages.sh
. tests/testbed/packages.sh

REAL=(differential real_kafka live) # the tests that need the clients of the testbed, or start Kafka

tools() {
  need_rust
}

# Everything but the real ones, by name: cargo cannot leave one out.
cargo_tests() {
  local file name arguments=(--lib --bins)
  for file in tests/*.rs tests/*/main.rs; do
    [ -e "$file" ] || continue
    name=$(basename "${file%/main.rs}" .rs)
    [[ " ${REAL[*]} " = *" $name "* ]] || arguments+=(--test "$name")
  done
  cargo test --quiet "${arguments[@]}"
  cargo test --quiet --doc
}

real_kafka() {
  cargo test --quiet --test real_kafka
}

live() {
  # most of them wait, for Kafka to notice or for time to pass
  cargo test --quiet --test live -- --test-threads 3
}

refusals() {
  cargo test --quiet --test differential
}

STAGES=(
  "tools|tools"
  "format|cargo fmt --check"
  "clippy|cargo clippy --quiet --all-targets -- -D warnings"
  "tests|cargo_tests"
  "testbed|tests/testbed/install.sh"
  "clients|tests/testbed/selftest.sh"
  "refusals|refusals"
  "kafka|real_kafka"
  "live|live"
)

PASSED=0 FAILED=0 SUMMARY=()

# stage NAME COMMAND: in a shell of its own and never behind `||` or `if`, where bash forgets `set -e`
stage() {
  local since=$SECONDS status=0
  printf '== %s\n' "$1"
  set +e
  (
    set -e
    # shellcheck disable=SC2086 # a command and its arguments
    $2
  )
  status=$?
  set -e
  if [ "$status" = 0 ]; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi
  SUMMARY+=("$(printf '%-8s %4d s  %s' "$1" $((SECONDS - since)) "$([ "$status" = 0 ] && echo ok || echo FAILED)")")
  printf '== %s: %d s\n' "$1" $((SECONDS - since))
}

for one in "${STAGES[@]}"; do
  if [ "$FAILED" = 0 ]; then
    stage "${one%%|*}" "${one#*|}"
  else
    SUMMARY+=("$(printf '%-8s         not run' "${one%%|*}")")
  fi
done
printf '%s\n' "" "${SUMMARY[@]}"
printf 'stages: %d passed, %d failed\n' "$PASSED" "$FAILED"
[ "$FAILED" = 0 ]
