# Sourced: system packages and toolchains, installed where we may, else named.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 2; }

# need COMMAND PACKAGE: the command is there, or is provided.
need() { command -v "$1" >/dev/null || provide "\`$1\`" "$2"; }

# provide WHAT PACKAGE: installs as root on Debian or Ubuntu, else says what to install.
provide() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "missing: $1; install the package $2 and run this again"
  fi
  say "installing $2"
  export DEBIAN_FRONTEND=noninteractive
  # another installation may be under way
  local install=(apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$2")
  # a machine that never ran `update` finds nothing
  "${install[@]}" >/dev/null 2>&1 && return
  { apt-get update -qq && "${install[@]}"; } >&2 \
    || die "missing: $1; the package $2 could not be installed; install it by hand and run this again"
}

# What the crate needs to build: Rust, and a C toolchain for librdkafka.
need_rust() {
  # rustup's place, which a shell without a profile does not know
  command -v cargo >/dev/null || export PATH="$HOME/.cargo/bin:$PATH"
  command -v cargo >/dev/null || die "missing: \`cargo\`; install Rust 1.90 or newer (https://rustup.rs) and run this again"
  need gcc gcc
  need g++ g++
  need make make
  need pkg-config pkg-config
  pkg-config --exists openssl || provide "OpenSSL's headers" libssl-dev
}
