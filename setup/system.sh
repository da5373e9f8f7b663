#!/usr/bin/env bash
# Bring in the system libraries WeasyPrint needs: Pango, and HarfBuzz subsetting (without it a page
# takes seconds). As root they are installed; otherwise they are unpacked beside the project, and
# whoever renders puts that folder on LD_LIBRARY_PATH (documents.worker does so for its child).
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
home=${FAXUN_HOME:-$root/.faxun}
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
libraries="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1"
folder=$home/system

loads() {  # every library can be found by the loader
    "${PYTHON:-python3}" - $libraries <<'PY' 2>/dev/null
import ctypes, sys
for name in sys.argv[1:]:
    ctypes.CDLL(name)
PY
}

found=$(dirname "$(find "$folder" -name 'libpango-1.0.so.0' 2>/dev/null | head -n 1)" 2>/dev/null)
[ -n "$found" ] && [ "$found" != . ] && export LD_LIBRARY_PATH="$found${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
loads && exit 0

command -v apt-get >/dev/null || {
    echo "系统库：缺少 $packages，且本机没有 apt-get，请用本机的包管理器安装。" >&2; exit 1; }

if [ "$(id -u)" = 0 ]; then
    echo "系统库：正在安装 $packages……"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1 ||
        { apt-get update -qq >/dev/null 2>&1
          log=$(apt-get install -y -qq --no-install-recommends $packages 2>&1 >/dev/null) ||
              { echo "系统库：安装失败，${log##*$'\n'}。" >&2; exit 1; }; }
    loads && exit 0
    echo "系统库：已安装，但仍无法加载 $libraries。" >&2; exit 1
fi

echo "系统库：没有管理员权限，正在解开到 ${folder#"$root"/}……"
work=$folder/work; mkdir -p "$work/lists/partial" "$work/archives/partial"
apt="apt-get -qq -o APT::Sandbox::User= -o Debug::NoLocking=1 -o Dir::Cache=$work -o Dir::State::Lists=$work/lists"
log=$($apt update 2>&1) || { echo "系统库：取软件包列表失败，${log##*$'\n'}。" >&2; exit 1; }
# The libraries with all they rest on, less what this machine already loads (the C library first of all).
wanted=$(LC_ALL=C apt-cache -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work" depends --recurse \
    --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $packages 2>/dev/null |
    grep -E '^lib' | grep -vE '^(libc6|libgcc|libstdc|libcrypt)' | sort -u)
(cd "$work" && log=$($apt download $packages $wanted 2>&1)) ||
    { echo "系统库：下载失败，${log##*$'\n'}。" >&2; exit 1; }
for archive in "$work"/*.deb; do dpkg-deb -x "$archive" "$folder" || exit 1; done
rm -rf "$work"
found=$(dirname "$(find "$folder" -name 'libpango-1.0.so.0' | head -n 1)")
export LD_LIBRARY_PATH="$found${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
loads || { echo "系统库：已解开，但仍无法加载 $libraries。" >&2; exit 1; }
