# Shared by all scripts: where things are kept, which toolchain is used, and how a step is reported.
# To be sourced from bash with `set -euo pipefail`; it changes into the project's folder.

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$PROJECT"

# Tools, logs and whatever else is worth keeping between clones.
CACHE=${NARWHAL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/narwhal}
TOOLS=$CACHE/tools
LOGS=$CACHE/logs
mkdir -p "$TOOLS/bin" "$LOGS"

RUST_CHANNEL=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
CARGO_LEPTOS_VERSION=0.3.11
CARGO_DENY_VERSION=0.20.2
BINARYEN_VERSION=132.0.0
NODE_VERSION=22.23.3 # installed only where the system's is older than NODE_MIN
NODE_MIN=20
PG_MIN=15

export PATH="$TOOLS/node_modules/.bin:$TOOLS/bin:$PATH"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

say() { printf '%s\n' "$*" >&2; }

# die WHAT-FAILED WHAT-TO-DO [LOG]
die() {
  say ""
  say "FAILED: $1"
  say "To do:  $2"
  [ -z "${3:-}" ] || say "Log:    $3"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# version_at_least HAVE WANT
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# step TITLE WHAT-TO-DO-IF-IT-FAILS COMMAND...: runs it with its output in a log, and says how long it took.
step() {
  local title=$1 hint=$2 log code started=$SECONDS
  shift 2
  log=$LOGS/$(printf '%s' "$title" | tr -cs 'A-Za-z0-9.' '-').log
  say "• $title ..."
  set +e
  (set -euo pipefail; "$@") >"$log" 2>&1 </dev/null
  code=$?
  set -e
  if [ "$code" -ne 0 ]; then
    say "  the last lines of the log:"
    tail -n 15 "$log" | sed 's/^/  | /' >&2
    die "$title (exit code $code)" "$hint" "$log"
  fi
  say "  done in $((SECONDS - started)) s"
}

# Runs a command as root, or says that it cannot.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif has sudo; then sudo "$@"
  else
    say "this needs root: $*"
    return 1
  fi
}

has_apt() { has apt-get && has dpkg-query; }

package_installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]; }

# A list of packages that is not too old.
apt_refresh() {
  local stamp=$CACHE/apt-updated
  [ -z "$(find "$stamp" -mmin -120 2>/dev/null)" ] || return 0
  as_root apt-get -o DPkg::Lock::Timeout=300 update
  touch "$stamp"
}

apt_install() {
  apt_refresh
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

# need_packages TITLE PACKAGE...: installs the Debian packages that are missing.
need_packages() {
  local title=$1 missing=() name
  shift
  for name in "$@"; do package_installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] ||
    step "$title" "Install these Debian packages by hand and run the command again: ${missing[*]}" \
      apt_install "${missing[@]}"
}

# Is there a Rust new enough, with clippy, rustfmt and a standard library for WASM? Never downloads.
rust_ready() {
  local libdir
  has rustc && has cargo || return 1
  version_at_least "$(RUSTUP_AUTO_INSTALL=0 rustc --version 2>/dev/null | awk '{print $2}')" "$RUST_CHANNEL" || return 1
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return 1
  compgen -G "$libdir/libtest-*.rlib" >/dev/null || return 1
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1
}

# Without the pinned rustup toolchain, Debian's compiler (linked as `system` where rustup is in the way) is used.
choose_rust() {
  [ -z "${RUSTUP_TOOLCHAIN:-}" ] || return 0
  if has rustup; then
    local known
    known=$(rustup toolchain list 2>/dev/null || true)
    if ! grep -q "^$RUST_CHANNEL" <<<"$known" && grep -q '^system' <<<"$known"; then
      export RUSTUP_TOOLCHAIN=system
    fi
  elif [ -x /usr/bin/rustc ] && ! rust_ready; then
    export PATH="/usr/bin:$PATH"
  fi
}
choose_rust

# The version of a package in Cargo.lock.
locked_version() { awk -v name="\"$1\"" '$1 == "name" && $3 == name { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock; }

# install_crate NAME VERSION OPTION...: a tool from its source, into the cache folder.
install_crate() {
  local name=$1 version=$2
  shift 2
  # A tool that runs for seconds is not worth an hour of optimisation.
  CARGO_TARGET_DIR=$CACHE/tool-target CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install "$name" --version "=$version" --root "$TOOLS" "$@"
  rm -rf "$CACHE/tool-target"
}

# Is the tool there, in that version?
installed() { [ "$("$TOOLS/bin/$1" --version 2>/dev/null | awk '{print $2}')" = "$2" ]; }

# The folder of a PostgreSQL server's programs, or nothing.
find_postgres() {
  local dir version
  for dir in "${NARWHAL_PG_BIN:-}" "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin; do
    [ -n "$dir" ] && [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] || continue
    version=$("$dir/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    if [ "$version" -ge "$PG_MIN" ]; then printf '%s\n' "$dir"; return; fi
  done
}

# The path of a Chromium, or nothing.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 0
}

# The path of a Chromium without what is around its pages, or nothing.
find_headless_shell() {
  local name
  for name in "${HEADLESS_SHELL:-}" chromium-headless-shell; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 0
}

# The path of a Firefox, or nothing.
find_firefox() {
  local name
  for name in "${FIREFOX:-}" firefox-esr firefox; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 0
}
